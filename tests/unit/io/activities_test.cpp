#include "runtime/io/activities.h"

#include <iterator>

#include <gmock/gmock.h>

#include "runtime/io/activity_names.h"
#include "runtime/io/readers.h"
#include "tests/unit/io/test_data.h"

namespace assay::io {
namespace {

using runtime::Type;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr std::int64_t hour = 3'600'000'000;
constexpr std::int64_t far_future = INT64_MAX;

runtime::ActivitySpec activity(std::string name, std::vector<runtime::AttributeSpec> attributes, std::vector<std::string> from = {}) {
  runtime::ActivitySpec spec;
  spec.name = std::move(name);
  spec.attributes = std::move(attributes);
  spec.from = std::move(from);
  return spec;
}

class Activities : public testing::Test {
 protected:
  Activities() {
    schema.activities = {activity("visited", {attribute("page", Type::Url), attribute("seconds", Type::Integer)}, {"Visit Webpage"}),
                         activity("called", {attribute("outcome", Type::Label, {"ready", "nurture"}), attribute("late", Type::YesNo)})};
  }

  // Loads the files and gives the activities of the leads, a line per lead: kind@hours{attributes of all slots}.
  std::string read(const std::vector<std::string>& texts, const std::vector<std::string>& leads, std::int64_t as_of = far_future,
                   InputOptions options = {}) {
    report = {};
    runtime::assign_attribute_slots(schema);
    ActivityStore store(schema, as_of, report);
    store.keep_only(reach);
    for (const std::string& text : texts) {
      if (!store.load(folder.file("activities.csv", text), options)) {
        failure = store.failure()->message;
        return "";
      }
    }
    store.finish();
    const std::string lines = join(store, leads);
    store.count_unasked(report);
    return lines;
  }

  std::string join(const ActivityStore& store, const std::vector<std::string>& leads) {
    const BatchOfIds asked(leads);
    const runtime::Batch& batch = asked.batch;
    runtime::ActivityBatch joined;
    store.join(batch, joined);
    std::vector<std::vector<std::string>> values;
    for (const runtime::Column& column : joined.attributes) {
      std::istringstream words(words_of(column, joined.size()));
      values.emplace_back(std::istream_iterator<std::string>(words), std::istream_iterator<std::string>());
    }
    std::string out;
    for (std::size_t row = 0; row < leads.size(); ++row) {
      out += leads[row] + ":";
      for (std::int64_t i = joined.offsets[row]; i < joined.offsets[row + 1]; ++i)
        out += " " + word_of(joined, values, static_cast<std::size_t>(i));
      out += "\n";
    }
    return out;
  }

  std::string word_of(const runtime::ActivityBatch& joined, const std::vector<std::vector<std::string>>& values, std::size_t i) {
    std::string word = joined.kinds[i] < 0 ? "?" : schema.activities[static_cast<std::size_t>(joined.kinds[i])].name;
    word += "@" + (joined.times[i] == runtime::ActivityBatch::untimed ? "-" : std::to_string(joined.times[i] / hour)) + "{";
    for (std::size_t slot = 0; slot < values.size(); ++slot) word += (slot > 0 ? "," : "") + values[slot][i];
    return word + "}";
  }

  TemporaryFolder folder;
  runtime::Schema schema;
  runtime::ActivityReach reach;
  DataReport report;
  std::string failure;
};

TEST_F(Activities, GroupsByLeadAndOrdersByTime) {
  const std::string text =
      "lead,activity,time,page,seconds\n"
      "b,visited,1970-01-01T03:00:00Z,/b3,3\n"
      "a,visited,1970-01-01T02:00:00Z,/a2,\n"
      "b,visited,1970-01-01T01:00:00Z,/b1,1\n"
      "a,visited,,/untimed,9\n"
      "b,visited,1970-01-01T03:00:00Z,/b3-later-in-the-file,\n";
  EXPECT_EQ(read({text}, {"a", "none", "b", "a"}),
            "a: visited@-{/untimed,9,-,-} visited@2{/a2,-,-,-}\n"
            "none:\n"
            "b: visited@1{/b1,1,-,-} visited@3{/b3,3,-,-} visited@3{/b3-later-in-the-file,-,-,-}\n"
            "a: visited@-{/untimed,9,-,-} visited@2{/a2,-,-,-}\n")
      << failure;
  EXPECT_EQ(report.without_time, 1U);
}

TEST_F(Activities, MatchesKindsLooselyAndCountsUnknownOnes) {
  const std::string text =
      "lead,activity,time\na,VISIT-WEBPAGE,1970-01-01\na,Danced,1970-01-01\na,Visited,1970-01-01\na,danced,1970-01-01\na,Danced,1970-01-"
      "01\na,,1970-01-01\n";
  EXPECT_EQ(read({text}, {"a"}), "a: visited@0{-,-,-,-} ?@0{-,-,-,-} visited@0{-,-,-,-} ?@0{-,-,-,-} ?@0{-,-,-,-}\n");
  EXPECT_THAT(report.unknown_kinds, ElementsAre(Pair("Danced", 2U), Pair("danced", 1U)));
  EXPECT_EQ(report.without_kind.count, 1U);
  EXPECT_EQ(report.without_kind.samples[0].place.row, 6U);
}

TEST_F(Activities, AKindBelongsToThePolicyBeforeThePrelude) {
  schema.activities = {activity("opened", {}, {"Open Email"}), activity("mail_read", {}, {"open email"})};
  schema.activities[0].from_prelude = true;
  const KindMatcher kinds(schema);
  EXPECT_EQ(kinds.match("Open Email"), 1);
  EXPECT_EQ(kinds.match("OPENEMAIL"), 1);
  EXPECT_EQ(kinds.match("opened"), 0);
  EXPECT_EQ(kinds.match("closed"), -1);
}

TEST_F(Activities, TakesAttributesFromTheirColumnThenJsonThenObject) {
  const std::string text =
      "lead;activity;time;object;attributes;page\n"
      "a;visited;1970-01-01;/object;\"{\"\"page\"\": \"\"/json\"\", \"\"Seconds\"\": 7}\";/own\n"
      "a;visited;1970-01-01;/object;\"{\"\"PAGE\"\": \"\"/json\"\", \"\"seconds\"\": \"\"8\"\"}\";\n"
      "a;visited;1970-01-01;/object;\"{\"\"page\"\": null}\";\n"
      "a;called;1970-01-01;Ready;\"{\"\"late\"\": true}\";\n"
      "a;called;1970-01-01;;\"{\"\"outcome\"\": \"\"nurture\"\", \"\"late\"\": 0}\";\n"
      "a;visited;1970-01-01;/object;{broken;\n";
  EXPECT_EQ(read({text}, {"a"}),
            "a: visited@0{/own,7,-,-} visited@0{/json,8,-,-} visited@0{/object,-,-,-} called@0{-,-,#0,yes} called@0{-,-,#1,no} "
            "visited@0{/object,-,-,-}\n");
  ASSERT_EQ(report.bad_activities.size(), 1U);
  EXPECT_EQ(report.bad_activities[0].expected, "a JSON object");
}

TEST_F(Activities, ReportsBadTimesAndAttributes) {
  const std::string text = "lead,activity,time,seconds,outcome\na,visited,yesterday,soon,\na,called,1970-01-01,,maybe\n";
  EXPECT_EQ(read({text}, {"a"}), "a: visited@-{-,-,-,-} called@0{-,-,-,-}\n");
  ASSERT_EQ(report.bad_activities.size(), 3U);
  EXPECT_EQ(report.bad_activities[0].field, "time");
  EXPECT_EQ(report.bad_activities[1].cells.samples[0].found, "soon");
  EXPECT_EQ(report.bad_activities[2].expected, "one of ready, nurture");
}

TEST_F(Activities, DropsWhatIsLaterThanAsOfBeforeRepeatedIds) {
  const std::string text =
      "lead,activity,time,activity_id,page\n"
      "a,visited,1970-01-01T09:00:00Z,e1,/later\n"
      "a,visited,1970-01-01T05:00:00Z,e1,/first\n"
      "a,visited,1970-01-01T04:00:00Z,e1,/again\n"
      "b,visited,1970-01-01T04:00:00Z,e1,/other-lead\n"
      "a,visited,1970-01-01T03:00:00Z,,/none\n"
      "a,visited,1970-01-01T03:00:00Z,,/none\n";
  EXPECT_EQ(read({text}, {"a", "b"}, 5 * hour),
            "a: visited@3{/none,-,-,-} visited@3{/none,-,-,-} visited@5{/first,-,-,-}\nb: visited@4{/other-lead,-,-,-}\n");
  EXPECT_EQ(report.after_as_of, 1U);
  EXPECT_EQ(report.repeated_activities, 1U);
}

TEST_F(Activities, CountsThoseOfUnknownLeads) {
  const std::string text =
      "lead,activity,time\na,visited,1970-01-01\nx,visited,1970-01-01\ny,visited,1970-01-01\nx,visited,1970-01-01\n,visited,1970-01-01\n";
  read({text}, {"a"});
  EXPECT_EQ(report.without_lead, 3U);
  EXPECT_EQ(report.unknown_leads, 2U);
  EXPECT_THAT(report.unknown_lead_samples, ElementsAre("x", "y"));
  EXPECT_EQ(report.without_lead_id.count, 1U);
}

TEST_F(Activities, KnowsTheVendorsColumns) {
  EXPECT_EQ(
      read({"marketoGUID,Lead ID,Activity Date,Activity Type,Primary Attribute Value\n1,a,1970-01-01T01:00:00Z,Visit Webpage,/m\n"}, {"a"}),
      "a: visited@1{/m,-,-,-}\n");
  EXPECT_EQ(read({"eventType,occurredAt,objectId,id,properties\nvisited,1970-01-01T02:00:00Z,a,77,\"{\"\"page\"\":\"\"/h\"\"}\"\n"}, {"a"}),
            "a: visited@2{/h,-,-,-}\n")
      << failure;
  EXPECT_EQ(read({"WhoId,TaskSubtype,ActivityDate,Subject\na,Called,1970-01-01,ready\n"}, {"a"}), "a: called@0{-,-,#0,-}\n");
  EXPECT_EQ(read({"x,y\n1,2\n"}, {"a"}), "");
  EXPECT_THAT(failure, HasSubstr("--map activity.lead=COLUMN"));
}

TEST_F(Activities, ReadsSeveralFilesAndMappedColumns) {
  InputOptions options;
  options.map = {{"lead", "who"}, {"time", "when"}};
  EXPECT_EQ(read({"who,activity,when,time\na,visited,1970-01-01T02:00:00Z,x\n", "activity,who,when\nvisited,a,1970-01-01T01:00:00Z\n"},
                 {"a"}, far_future, options),
            "a: visited@1{-,-,-,-} visited@2{-,-,-,-}\n")
      << failure;
  options.map = {{"nobody", "who"}};
  read({"who,activity\n"}, {"a"}, far_future, options);
  EXPECT_THAT(failure, HasSubstr("nobody"));
}

TEST_F(Activities, MergesOverlappingAttendances) {
  schema.timezone = "Europe/Berlin";
  schema.activities = {activity("attended", {attribute("webinar", Type::Text), attribute("from", Type::Time), attribute("to", Type::Time),
                                             attribute("minutes", Type::Integer), attribute("host", Type::Text)})};
  schema.activities[0].merging_overlaps = true;
  schema.activities[0].attributes[1].used = false;  // from and to are needed for merging all the same
  schema.activities[0].attributes[2].used = false;
  const std::string text =
      "lead,activity,time,webinar,from,to,host\n"
      "a,attended,1970-01-01T10:20:00Z,PRICING,1970-01-01T10:20:00Z,1970-01-01T10:40:00Z,Ada\n"
      "a,attended,1970-01-01T10:00:00Z,pricing ,1970-01-01T10:00:00Z,1970-01-01T10:30:30Z,\n"
      "a,attended,1970-01-01T12:00:00Z,pricing,1970-01-01T12:00:00Z,1970-01-01T12:05:00Z,Bo\n"
      "a,attended,1970-01-01T23:30:00Z,pricing,1970-01-01T23:30:00Z,1970-01-01T23:40:00Z,\n"
      "a,attended,1970-01-01T11:00:00Z,other,1970-01-01T11:00:00Z,1970-01-01T11:10:00Z,\n"
      "a,attended,,,1970-01-01T09:00:00Z,1970-01-01T08:00:00Z,\n";
  EXPECT_EQ(read({text}, {"a"}), "a: attended@9{-,-,-} attended@10{pricing,45,Ada} attended@11{other,10,-} attended@23{pricing,10,-}\n");
  EXPECT_EQ(report.merged_activities, 2U);
}

// Many leads in an order of their own: what join gathers must be what a simple model says.
TEST_F(Activities, GathersAnyOrderOfLeads) {
  std::string text = "lead,activity,time,page,seconds,outcome\n";
  for (int i = 0; i < 5000; ++i) {
    text += "lead" + std::to_string(i * 7919 % 97) + (i % 3 ? ",visited," : ",called,") + "1970-01-02T0" + std::to_string(i % 10) +
            ":00:00Z,/p" + std::to_string(i % 50) + "," + (i % 4 ? std::to_string(i) : "") + "," + (i % 5 ? "ready" : "") + "\n";
  }
  runtime::assign_attribute_slots(schema);
  ActivityStore store(schema, far_future, report);
  ASSERT_TRUE(store.load(folder.file("activities.csv", text), {}));
  store.finish();
  std::vector<std::string> leads;
  for (int i = 0; i < 97; ++i) leads.push_back("lead" + std::to_string(i));
  const std::string together = join(store, leads);
  std::string alone;
  for (const std::string& lead : leads) alone += join(store, {lead});
  EXPECT_EQ(together, alone);
  EXPECT_EQ(store.rows(), 5000U);
}

// More rows of a lead than are numbered at a time; eight bytes are the most that are compared as one number.
TEST_F(Activities, OfManyRowsStayWithIdsOfAnyLength) {
  constexpr std::size_t rows = 20'000;
  const std::vector<std::string> leads = {"7", "12345678", "123456789", "00Q00000HeySkT4EIK", "e71d0779-a550-666f-a9b4-caa34a8b8dd6"};
  std::string text = "lead,activity,page\n";
  for (std::size_t i = 0; i < rows; ++i) {
    for (const std::string& lead : leads) text += lead + ",visited,/page-of-" + lead + "-" + std::to_string(i % 3) + "\n";
  }
  std::string wanted;
  for (const std::string& lead : leads) {
    wanted += lead + ":";
    for (std::size_t i = 0; i < rows; ++i) wanted += " visited@-{/page-of-" + lead + "-" + std::to_string(i % 3) + ",-,-,-}";
    wanted += "\n";
  }
  EXPECT_TRUE(read({text}, leads) == wanted);
}

// Its cells are looked at, and its lead is counted, as if it were kept.
TEST_F(Activities, BeyondReachAreReadAndNotKept) {
  const std::string text =
      "lead,activity,time,page,seconds\n"
      "a,visited,1970-01-01T01:00:00Z,/1,1\n"
      "a,visited,1970-01-01T05:00:00Z,/5,5\n"
      "a,visited,,/untimed,0\n"
      "a,called,1970-01-01T05:00:00Z,,\n"
      "a,danced,1970-01-01T05:00:00Z,,\n"
      "a,visited,1970-01-01T02:00:00Z,/2,many\n"
      "nobody,visited,1970-01-01T01:00:00Z,/1,1\n"
      "nobody with a long name,visited,1970-01-01T01:00:00Z,/1,1\n";
  const std::int64_t as_of = 6 * hour;
  read({text}, {"a"}, as_of);
  const std::string told = report_as_json(report);
  reach.of_kind = {runtime::ActivityReach::whole_history, 4 * hour, runtime::ActivityReach::nothing};
  EXPECT_EQ(read({text}, {"a"}, as_of), "a: visited@2{/2,-,-,-} visited@5{/5,5,-,-} ?@5{-,-,-,-}\n");
  EXPECT_EQ(report_as_json(report), told);
  EXPECT_THAT(told, HasSubstr("many"));
  EXPECT_THAT(told, HasSubstr("nobody with a long name"));
}

// What has to be unquoted and trimmed is copied before the next row is read.
TEST_F(Activities, HaveLeadsInQuotesWithSpacesAndQuotesInThem) {
  EXPECT_EQ(read({"lead,activity,page\n\" a\"\"b\",visited,\" /x\"\"y\"\n\" c\"\"d\",visited,\" /z\"\"w\"\n"}, {"a\"b", "c\"d"}),
            "a\"b: visited@-{/x\"y,-,-,-}\nc\"d: visited@-{/z\"w,-,-,-}\n");
}

// A column that --map gives to one name is not taken for another one by its header.
TEST_F(Activities, DoesNotTakeAMappedColumnTwice) {
  InputOptions options;
  options.map = {{"activity", "ActivityID"}};
  EXPECT_EQ(read({"lead,ActivityID,time\na,visited,1970-01-01T01:00:00Z\na,visited,1970-01-01T02:00:00Z\n"}, {"a"}, far_future, options),
            "a: visited@1{-,-,-,-} visited@2{-,-,-,-}\n");
  EXPECT_EQ(report.repeated_activities, 0U);
}

// Lines of JSON are taken apart by all threads; keys are called as the file spells them first.
TEST_F(Activities, OfJsonAreTheSameWithAnyThreadsAndChunks) {
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    const std::string seconds = i % 2 ? "seconds" : "Seconds";
    text += R"({"lead": "lead)" + std::to_string(i * 7919 % 97) + R"(", "activity": ")" + (i % 3 ? "visited" : "called") +
            R"(", "time": "1970-01-0)" + std::to_string(1 + i % 9) + R"(", "page": "/p)" + std::to_string(i % 50) + "\", \"" + seconds +
            "\": " + (i % 41 == 5 ? "\"many\"" : std::to_string(i)) + (i % 77 == 3 ? R"(, "outcome": "none"})" : "}") +
            (i % 501 == 9 ? "]\n" : "\n");
  }
  const std::vector<std::string> leads = {"lead1", "lead5", "lead96", "lead0"};
  InputOptions options;
  options.format = reader_named("ndjson");
  const auto all = [&] {
    const std::string lines = read({text}, leads, far_future, options);
    return lines + report_as_json(report);
  };
  const std::string wanted = all();
  EXPECT_THAT(wanted, HasSubstr("many"));
  for (const unsigned threads : {1U, 2U, 4U}) {
    for (const std::size_t chunk_bytes : {500, 5000, 1'000'000}) {
      options.threads = threads;
      options.chunk_bytes = chunk_bytes;
      EXPECT_EQ(all(), wanted) << threads << " threads, " << chunk_bytes;
    }
  }
}

}  // namespace
}  // namespace assay::io
