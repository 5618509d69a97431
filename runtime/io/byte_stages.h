// The stages between a file and its text: unpacking and decoding. Each looks at the first bytes and steps aside where it has nothing to do.
#pragma once

#include <memory>
#include <string>

#include "runtime/io/bytes.h"

namespace assay::io {

// Unpacks gzip and zstd (told by their first bytes), several members one after the other included; a damaged or cut file is a failure.
std::unique_ptr<ByteSource> unpacked(std::unique_ptr<ByteSource> source, const std::string& name);

// UTF-8 without a byte order mark from what the mark, else `encoding` says. UTF-8 passes as it is: its faults are found where cells are
// read.
std::unique_ptr<ByteSource> to_utf8(std::unique_ptr<ByteSource> source, Encoding encoding);

// Line feeds for carriage returns in text that begins with lines that end with a carriage return alone: exports for old Macintoshes. Other
// text passes as it is; line feeds inside quotes are no line ends.
std::unique_ptr<ByteSource> with_line_feeds(std::unique_ptr<ByteSource> source);

}  // namespace assay::io
