// Compiles, describes, scores with and drops policies, each a little different, again and again; prints by how many bytes the process has grown
// since the first hundred. Every tenth does not compile.
#include <assay.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int32_t offsets[3] = {0, 3, 7};
static const char bytes[] = "CMOHead";
static const void *text_buffers[] = {NULL, offsets, bytes};
static const void *no_buffers[] = {NULL};

static void release_schema(struct ArrowSchema *schema) { schema->release = NULL; }
static void release_array(struct ArrowArray *array) { array->release = NULL; }

static void check(int right, const char *what) {
  if (right) return;
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static long resident_bytes(void) {
  long pages = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  check(file != NULL && fscanf(file, "%ld %ld", &pages, &resident) == 2, "cannot read the size of this process");
  fclose(file);
  return resident * sysconf(_SC_PAGESIZE);
}

static void score(const assay_policy *policy, double expected) {
  struct ArrowSchema column = {"u", "title", NULL, ARROW_FLAG_NULLABLE, 0, NULL, NULL, release_schema, NULL}, *columns = &column;
  struct ArrowArray values = {2, 0, 0, 3, 0, text_buffers, NULL, NULL, release_array, NULL}, *arrays = &values;
  struct ArrowSchema schema = {"+s", "", NULL, 0, 1, &columns, NULL, release_schema, NULL}, scores_schema;
  struct ArrowArray leads = {2, 0, 0, 1, 1, no_buffers, &arrays, NULL, release_array, NULL}, scores;
  assay_score_options options = ASSAY_SCORE_OPTIONS_INIT;
  assay_run *run = NULL;
  char *report = NULL;
  options.as_of = "2026-11-22";
  check(assay_score_batch(policy, &leads, &schema, &options, &scores, &scores_schema, &run, NULL) == ASSAY_OK, "a batch was not scored");
  check(((const double *)scores.children[1]->buffers[1])[0] == expected, "a wrong score");
  check(assay_run_report(run, &report, NULL) == ASSAY_OK && strstr(report, "\"rows\":2") != NULL, "a wrong report");
  assay_text_free(report);
  assay_run_free(run);
  scores.release(&scores);
  scores_schema.release(&scores_schema);
}

static void cycle(int i) {
  char text[256];
  assay_policy *policy = NULL;
  assay_error *error = NULL;
  const int points = i % 97 + 1;
  const int length = snprintf(text, sizeof text, "lead\n  title: text\nscore fit\n  when title in \"CMO\", \"C%d\": +%d\n  %s", i, points,
                              i % 10 == 9 ? "when titel: +1\n" : "when length of title > 3: +2\n");
  const assay_status status = assay_compile(text, (size_t)length, NULL, &policy, &error);
  if (i % 10 == 9) {
    check(status == ASSAY_WRONG_POLICY && strstr(assay_error_diagnostics(error), "unknown-name") != NULL, "a fault was not found");
    assay_error_free(error);
    return;
  }
  check(status == ASSAY_OK, "a policy did not compile");
  char *inputs = NULL;
  check(assay_policy_inputs(policy, &inputs, NULL) == ASSAY_OK, "no inputs");
  assay_text_free(inputs);
  score(policy, points);
  assay_policy_free(policy);
}

int main(int argc, char **argv) {
  const int cycles = argc == 2 ? atoi(argv[1]) : 0;
  long before = 0;
  check(cycles > 100, "usage: cycles NUMBER");
  for (int i = 0; i < cycles; ++i) {
    if (i == 100) before = resident_bytes();
    cycle(i);
  }
  printf("%ld\n", resident_bytes() - before);
  return 0;
}
