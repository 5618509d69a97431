// The C interface between Assay and the module that holds Arrow C++ (libassay_arrow_files.so), which is opened only when a Parquet or Arrow
// file is met: Arrow's libraries are larger than all of Assay, and loading them would cost every start (decision 0046).
//
// Data crosses as structs of the Arrow C interfaces. No exception crosses. Functions give null when all went well, else a text that says
// what is wrong, which stays valid until the thread's next call.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "runtime/arrow/c_data.h"

#ifdef __cplusplus
extern "C" {
#endif

// Changes whenever this file does: a module of another build is refused.
#define ASSAY_ARROW_FILES_INTERFACE 3

enum AssayFileKind { ASSAY_FILE_PARQUET = 0, ASSAY_FILE_ARROW = 1 };

struct AssayArrowFile;
struct AssayArrowWriter;

struct AssayRecordRequest {
  const int32_t* columns;
  size_t count;
  int64_t part;        // -1: all of the file
  int64_t batch_rows;  // at most so many rows an array where the format allows it
  int32_t threads;     // that may decode at the same time
};

struct AssayArrowFiles {
  int32_t interface_version;
  const char* arrow_version;

  // Opens a file for reading. ASSAY_FILE_ARROW: IPC files (Feather 2 is one) and IPC streams. close() it when it is no longer read; streams
  // that it gave hold what they need.
  const char* (*open)(const char* path, enum AssayFileKind kind, struct AssayArrowFile** out);
  // The type of all its records; the caller releases it.
  const char* (*schema)(struct AssayArrowFile* file, struct ArrowSchema* out);
  // How many rows the file says that it has; -1 where that takes reading it.
  int64_t (*rows)(struct AssayArrowFile* file);
  // Parts of the file that can be read side by side, and follow each other: how many, and the rows of each. 0 where there are none.
  size_t (*parts)(struct AssayArrowFile* file);
  int64_t (*part_rows)(struct AssayArrowFile* file, size_t part);
  // The records of a part, or of all the file, with only some of the outermost columns, in the order of the file; others are not read.
  // Texts of Parquet come as dictionaries. Any thread may ask for one.
  const char* (*stream)(struct AssayArrowFile* file, const struct AssayRecordRequest* request, struct ArrowArrayStream* out);
  void (*close)(struct AssayArrowFile* file);

  // Begins writing records of a type (taken over). `sink` gets the bytes of the file in order, on the calling thread.
  const char* (*write)(enum AssayFileKind kind, struct ArrowSchema* schema, void (*sink)(void* context, const char* bytes, size_t size),
                       void* context, struct AssayArrowWriter** out);
  // Writes one array of records (taken over).
  const char* (*add)(struct AssayArrowWriter* writer, struct ArrowArray* array);
  // Writes what ends the file. The writer is to be dropped in any case.
  const char* (*finish)(struct AssayArrowWriter* writer);
  void (*drop)(struct AssayArrowWriter* writer);
};

// The one function that the module exports, under the name below.
typedef const struct AssayArrowFiles* (*AssayArrowFilesEntry)(void);
#define ASSAY_ARROW_FILES_ENTRY "assay_arrow_files"

#ifdef __cplusplus
}
#endif
