// ASSAY_VECTOR_CLONES before a function: it is compiled for several generations of the processor and picked when the process is loaded.
// Results are the same: only integers, bits and comparisons may be computed in such functions. Built with -DASSAY_PORTABLE=ON there is
// only the code for the oldest processor, which tests then run (decision 0066).
#pragma once

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ASSAY_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ASSAY_SANITIZED
#endif

// Sanitizers start too late for what picks among the clones.
#if defined(__x86_64__) && !defined(ASSAY_PORTABLE)
#define ASSAY_HAS_WIDE_KERNELS
#endif
#if defined(ASSAY_HAS_WIDE_KERNELS) && defined(__ELF__) && !defined(ASSAY_SANITIZED)
#define ASSAY_VECTOR_CLONES [[gnu::target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")]]
#else
#define ASSAY_VECTOR_CLONES
#endif
