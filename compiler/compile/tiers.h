// A program that answers at once and is fast later: leads go to the interpreter until native code is there. Both give the same bytes, so
// nobody can tell from results which of them scored; a session changes over between two batches (decision 0077).
//
// Few leads never cost a compilation. For more, it runs on a thread of its own, which has ended when the program has gone.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "runtime/program.h"

namespace assay::compile {

// Compiles, and calls `publish` as soon as there is a program; what it does after that holds nobody up. It may give up when `stop` becomes
// true.
using Publish = std::function<void(std::shared_ptr<runtime::Program>)>;
using MakeNative = std::function<void(const std::atomic<bool>& stop, const Publish& publish)>;

// `at_once`: the input is known to be long, so do not wait for leads.
std::shared_ptr<runtime::Program> tiered(std::shared_ptr<runtime::Program> interpreter, MakeNative make_native, bool at_once);

}  // namespace assay::compile
