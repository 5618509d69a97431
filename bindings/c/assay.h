// Assay for programs that embed it: a policy's text becomes a compiled policy, and that scores Arrow data. docs/embedding.md has examples.
//
// Data goes in and out by the Arrow C Data and C Stream Interfaces, without copies. What is handed in as `leads` or `activities` belongs to
// the call: it is released also when the call fails. What comes out belongs to the caller, who frees it by the function of its type (Arrow
// structures by their own `release`). Texts are UTF-8, closed by a zero; a NULL where something is needed is an error, and freeing NULL is
// allowed. No exception leaves the library. Functions return ASSAY_OK or leave what they would have made untouched (pointers are set to
// NULL) and put an error into `*error`, unless `error` is NULL. Results depend on nothing but policy, data and as-of.
// clang-format off: C, where the star stands beside the name
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// As the Arrow specification has them, shared with whatever else of the program defines them.
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4
struct ArrowSchema {
  const char *format, *name, *metadata;
  int64_t flags, n_children;
  struct ArrowSchema **children, *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};
struct ArrowArray {
  int64_t length, null_count, offset, n_buffers, n_children;
  const void **buffers;
  struct ArrowArray **children, *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};
#endif
#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};
#endif

#define ASSAY_EXPORT __attribute__((visibility("default")))
#define ASSAY_ABI_VERSION 1

typedef enum assay_status {
  ASSAY_OK = 0,
  ASSAY_WRONG_ARGUMENT = 1,  // NULL, an as-of that is no time, an unknown option
  ASSAY_WRONG_POLICY = 2,    // it does not compile: assay_error_diagnostics says why
  ASSAY_WRONG_DATA = 3,      // a malformed array, columns of types that no field takes, or a stream that failed
  ASSAY_NOT_FOUND = 4,       // no lead has that id
  ASSAY_NO_MEMORY = 5,
  ASSAY_FAULT = 6  // ours; please report it with the message
} assay_status;

typedef struct assay_error assay_error;
typedef struct assay_policy assay_policy;  // immutable: any number of threads may use it at once
typedef struct assay_run assay_run;        // what a run found in its data; may be asked while the run goes on
typedef struct assay_file assay_file;      // where a callback puts the text of a file

// The version of this interface that the library was built with; equal to ASSAY_ABI_VERSION of the header that fits it.
ASSAY_EXPORT uint32_t assay_abi_version(void);
// "0.1.0 (LLVM 19.1.7, tzdata 2026b, Unicode 15.0.0)": what results may depend on. Lives as long as the library.
ASSAY_EXPORT const char *assay_version(void);

// Of an error that was made here. The texts live as long as the error. The message of a policy that does not compile is what the command line
// would print; `diagnostics` is the same as a JSON array ("[]" for all other errors).
ASSAY_EXPORT assay_status assay_error_status(const assay_error *error);
ASSAY_EXPORT const char *assay_error_message(const assay_error *error);
ASSAY_EXPORT const char *assay_error_diagnostics(const assay_error *error);
ASSAY_EXPORT void assay_error_free(assay_error *error);

ASSAY_EXPORT void assay_text_free(char *text);

// Called for each file that a policy uses, on the thread that compiles, with the path that the policy wrote, seen from its own file. Calls
// assay_file_set and returns 0, or returns something else when there is no such file.
typedef int (*assay_read_file)(void *context, const char *path, assay_file *file);
ASSAY_EXPORT void assay_file_set(assay_file *file, const char *bytes, size_t length);

typedef enum assay_engine { ASSAY_NATIVE = 0, ASSAY_INTERPRETER = 1 } assay_engine;

// Begin with ASSAY_COMPILE_OPTIONS_INIT; all zero but `size` are the defaults.
typedef struct assay_compile_options {
  size_t size;
  const char *file_name;         // stands in messages; files that the policy uses are looked for in its folder. NULL: "policy.assay"
  const char *const *settings;   // "NAME=VALUE" each, closed by NULL; NULL: none
  assay_read_file read_file;     // NULL: from disk. Else no file is read but through it
  void *read_file_context;
  assay_engine engine;           // both give the same
} assay_compile_options;
#define ASSAY_COMPILE_OPTIONS_INIT {sizeof(assay_compile_options), NULL, NULL, NULL, NULL, ASSAY_NATIVE}

// `options` may be NULL.
ASSAY_EXPORT assay_status assay_compile(const char *text, size_t length, const assay_compile_options *options, assay_policy **policy,
                                        assay_error **error);
// Runs and streams that were made of the policy go on without it.
ASSAY_EXPORT void assay_policy_free(assay_policy *policy);

// What the policy asks of leads and activities: {"name", "version", "timezone", "id", "settings": […], "fields": [{"name", "type", "labels",
// "from", "missing", "format", "used"}], "activities": [{"name", "from", "attributes": […]}]}.
ASSAY_EXPORT assay_status assay_policy_inputs(const assay_policy *policy, char **json, assay_error **error);
// What a result holds: {"columns": [{"name", "kind", …}], "rules": […], "stages": […], …}.
ASSAY_EXPORT assay_status assay_policy_outputs(const assay_policy *policy, int32_t explain, char **json, assay_error **error);
// The same as Arrow: one column for each field that the policy reads, of the type that needs no conversion; and the result's columns.
ASSAY_EXPORT assay_status assay_policy_input_schema(const assay_policy *policy, struct ArrowSchema *schema, assay_error **error);
ASSAY_EXPORT assay_status assay_policy_output_schema(const assay_policy *policy, int32_t explain, struct ArrowSchema *schema,
                                                     assay_error **error);
// What is suspicious but not wrong, as a JSON array of diagnostics.
ASSAY_EXPORT assay_status assay_policy_diagnostics(const assay_policy *policy, char **json, assay_error **error);
// Runs the tests inside the policy: {"passed", "failed", "tests": […]}.
ASSAY_EXPORT assay_status assay_policy_test(const assay_policy *policy, char **json, assay_error **error);

// Begin with ASSAY_SCORE_OPTIONS_INIT.
typedef struct assay_score_options {
  size_t size;
  const char *as_of;                     // "2026-11-22" (its end), "2026-11-22T09:30:00Z", or "now". Needed: the time is an input
  struct ArrowArrayStream *activities;   // NULL: none, or nested in the leads. Read whole before the first lead
  int32_t explain;                       // not 0: the column `reasons`
  uint32_t threads;                      // of this run; 0: as many as the machine runs at once
} assay_score_options;
#define ASSAY_SCORE_OPTIONS_INIT {sizeof(assay_score_options), NULL, NULL, 0, 1}

// Scores one batch (a struct array, its children the columns) into another, a row for each lead in their order. `run` may be NULL. A batch
// with more than 64 MB of text in one column is an error: a stream takes it, and gives several batches.
ASSAY_EXPORT assay_status assay_score_batch(const assay_policy *policy, struct ArrowArray *leads, struct ArrowSchema *leads_schema,
                                            const assay_score_options *options, struct ArrowArray *scores,
                                            struct ArrowSchema *scores_schema, assay_run **run, assay_error **error);
// Scores a stream into another, which pulls from `leads` when it is pulled from (by one thread at a time).
ASSAY_EXPORT assay_status assay_score_stream(const assay_policy *policy, struct ArrowArrayStream *leads,
                                             const assay_score_options *options, struct ArrowArrayStream *scores, assay_run **run,
                                             assay_error **error);

// {"as_of": "…Z", "rows": 10, "data": {…}}: the data report of `assay score --report`, so far.
ASSAY_EXPORT assay_status assay_run_report(const assay_run *run, char **json, assay_error **error);
ASSAY_EXPORT void assay_run_free(assay_run *run);

// Why the lead of that id has its score, as JSON; `id` NULL means the first lead. Pulls from `leads` until it is found.
ASSAY_EXPORT assay_status assay_explain(const assay_policy *policy, struct ArrowArrayStream *leads, const char *id,
                                        const assay_score_options *options, char **json, assay_error **error);

#ifdef __cplusplus
}
#endif
