// Scores four leads that the program holds in memory and prints what `assay score policy.assay leads.csv` prints.
//
//   cc main.c -lassay -o embed && ./embed policy.assay
#include <assay.h>
#include <stdio.h>
#include <stdlib.h>

// Columns in Arrow's layout: offsets into bytes for texts, a bit per row that is 1 where there is a value.
#define ROWS 4
static const int32_t id_offsets[ROWS + 1] = {0, 2, 4, 6, 8};
static const char id_bytes[] = "17181920";
static const int32_t title_offsets[ROWS + 1] = {0, 23, 23, 36, 46};
static const char title_bytes[] = "Chief Marketing OfficerHead of SalesAccountant";
static const uint8_t title_known = 0x0D;
static const int64_t employees[ROWS] = {1200, 90, 0, 2500};
static const uint8_t employees_known = 0x0B;
static const int32_t country_offsets[ROWS + 1] = {0, 2, 4, 6, 8};
static const char country_bytes[] = "DESEATCH";

// All memory is static: to release a struct is to mark it so.
static void release_schema(struct ArrowSchema *schema) { schema->release = NULL; }
static void release_array(struct ArrowArray *array) { array->release = NULL; }

static const void *id_buffers[] = {NULL, id_offsets, id_bytes};
static const void *title_buffers[] = {&title_known, title_offsets, title_bytes};
static const void *employees_buffers[] = {&employees_known, employees};
static const void *country_buffers[] = {NULL, country_offsets, country_bytes};
static const void *no_buffers[] = {NULL};

#define COLUMN(format, name) {format, name, NULL, ARROW_FLAG_NULLABLE, 0, NULL, NULL, release_schema, NULL}
#define VALUES(nulls, count, buffers) {ROWS, nulls, 0, count, 0, buffers, NULL, NULL, release_array, NULL}
static struct ArrowSchema columns[] = {COLUMN("u", "id"), COLUMN("u", "title"), COLUMN("l", "employees"), COLUMN("u", "country")};
static struct ArrowArray values[] = {VALUES(0, 3, id_buffers), VALUES(1, 3, title_buffers), VALUES(1, 2, employees_buffers),
                                     VALUES(0, 3, country_buffers)};
static struct ArrowSchema *column_pointers[] = {&columns[0], &columns[1], &columns[2], &columns[3]};
static struct ArrowArray *value_pointers[] = {&values[0], &values[1], &values[2], &values[3]};

static int fail(assay_error *error) {
  fprintf(stderr, "%s\n", assay_error_message(error));
  assay_error_free(error);
  return 1;
}

// Scores are doubles, ids are texts, stages are codes of a dictionary: the types that assay_policy_output_schema shows.
static void print(const struct ArrowArray *scores) {
  const int32_t *ids = scores->children[0]->buffers[1];
  const char *id_text = scores->children[0]->buffers[2];
  const double *points = scores->children[1]->buffers[1];
  const int32_t *codes = scores->children[2]->buffers[1];
  const int32_t *stages = scores->children[2]->dictionary->buffers[1];
  const char *stage_text = scores->children[2]->dictionary->buffers[2];
  printf("id,score,stage\n");
  for (int64_t row = 0; row < scores->length; ++row) {
    const int32_t stage = codes[row];
    printf("%.*s,%g,%.*s\n", ids[row + 1] - ids[row], id_text + ids[row], points[row], stages[stage + 1] - stages[stage],
           stage_text + stages[stage]);
  }
}

int main(int argc, char **argv) {
  static char text[1 << 16];
  FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL) return fprintf(stderr, "usage: embed policy.assay\n"), 2;
  const size_t length = fread(text, 1, sizeof text, file);
  fclose(file);
  if (assay_abi_version() != ASSAY_ABI_VERSION) return fprintf(stderr, "assay.h and libassay.so do not fit\n"), 2;

  assay_error *error = NULL;
  assay_policy *policy = NULL;
  assay_compile_options compile_options = ASSAY_COMPILE_OPTIONS_INIT;
  compile_options.file_name = argv[1];
  if (assay_compile(text, length, &compile_options, &policy, &error) != ASSAY_OK) return fail(error);

  struct ArrowSchema leads_schema = {"+s", "", NULL, 0, 4, column_pointers, NULL, release_schema, NULL};
  struct ArrowArray leads = {ROWS, 0, 0, 1, 4, no_buffers, value_pointers, NULL, release_array, NULL};
  assay_score_options options = ASSAY_SCORE_OPTIONS_INIT;
  options.as_of = "2026-11-22";
  struct ArrowArray scores;
  struct ArrowSchema scores_schema;
  const assay_status status = assay_score_batch(policy, &leads, &leads_schema, &options, &scores, &scores_schema, NULL, &error);
  assay_policy_free(policy);
  if (status != ASSAY_OK) return fail(error);
  print(&scores);
  scores.release(&scores);
  scores_schema.release(&scores_schema);
  return 0;
}
