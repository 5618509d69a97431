// Activities that are read along with the leads come out as those that were loaded before.
#include "runtime/io/ordered_activities.h"

#include <thread>

#include <gmock/gmock.h>

#include "runtime/io/activities.h"
#include "runtime/io/ordered_input.h"
#include "tests/unit/io/test_data.h"

namespace assay::io {
namespace {

using runtime::Type;
using testing::HasSubstr;

constexpr std::int64_t day = 86'400'000'000;

TEST(IdOrder, FollowsTextsAndNumbers) {
  EXPECT_TRUE(comes_before(IdOrder::bytes, "10", "9"));
  EXPECT_TRUE(comes_before(IdOrder::length_and_bytes, "9", "10"));
  EXPECT_FALSE(comes_before(IdOrder::length_and_bytes, "10", "10"));
}

TEST(RisingIds, SayWhichOrdersHold) {
  const auto order_of = [](const std::vector<std::string>& ids, Repeats repeats) {
    RisingIds all(repeats), later(repeats);
    for (std::size_t i = 0; i < ids.size(); ++i) (i < ids.size() / 2 ? all : later).note(ids[i]);
    all.append(later);
    return std::string(all.rise(IdOrder::bytes) ? "bytes " : "") + (all.rise(IdOrder::length_and_bytes) ? "numbers" : "");
  };
  EXPECT_EQ(order_of({"1", "2", "3", "4"}, Repeats::refused), "bytes numbers");
  EXPECT_EQ(order_of({"8", "9", "10", "11"}, Repeats::refused), "numbers");
  EXPECT_EQ(order_of({"10", "11", "8", "9"}, Repeats::refused), "bytes ");
  EXPECT_EQ(order_of({"1", "2", "2", "4"}, Repeats::refused), "");
  EXPECT_EQ(order_of({"1", "2", "2", "4"}, Repeats::allowed), "bytes numbers");
  EXPECT_EQ(order_of({"2", "1"}, Repeats::allowed), "");
  EXPECT_EQ(order_of({}, Repeats::refused), "bytes numbers");
}

class OrderedFiles : public testing::Test {
 protected:
  OrderedFiles() {
    schema.fields = {field("id", Type::Text)};
    schema.id_field = 0;
    runtime::ActivitySpec visited;
    visited.name = "visited";
    visited.attributes = {attribute("page", Type::Url), attribute("seconds", Type::Integer), attribute("tags", Type::TextList)};
    schema.activities = {visited, attended_webinar()};
    assign_attribute_slots(schema);
    write_files();
  }

  // Leads 90 to 389 but every tenth; activities of every second, of leads that are nowhere, of nobody, without a kind or a time, late,
  // repeated, overlapping.
  void write_files() {
    std::string of_leads = "id\n";
    std::array<std::string, 2> of_activities;
    of_activities.fill("lead,activity,time,page,seconds,tags,webinar,from,to,activity_id\n");
    for (int lead = 90; lead < 390; ++lead) {
      if (lead % 10 != 0) leads.push_back(std::to_string(lead));
      if (lead % 2 != 0) continue;
      std::string& rows = of_activities[lead < 200 ? 0 : 1];
      for (int i = 0; i < lead % 37; ++i) {
        const std::string time = i % 13 == 0 ? "" : "1970-01-" + std::to_string(10 + i % 17) + "T0" + std::to_string(i % 10) + ":00:00Z";
        const std::string hour = "1970-01-1" + std::to_string(i % 9) + "T1" + std::to_string(i % 5);
        const std::string id = std::to_string(lead);
        rows += (i % 7 == 3 ? "" : id) +
                (i % 11 == 5  ? ",,"
                 : i % 5 == 1 ? ",danced,"
                              : ",visited,") +
                time + ",/page/" + std::to_string(lead * i % 61) + "," + (i % 9 == 2 ? "bad" : "") + std::to_string(i) + ",a;b" +
                std::to_string(i % 3) + ",,,,\n";
        rows += id + ",attended," + time + ",,,,w" + std::to_string(i % 3) + "," + hour + ":00:00Z," + hour + ":45:00Z," +
                (i % 6 == 0 ? "id" + std::to_string(i % 2) : "") + "\n";
      }
    }
    for (const std::string& id : leads) of_leads += id + "\n";
    lead_files = {folder.file("leads.csv", of_leads)};
    activity_files = {folder.file("first.csv", of_activities[0]), folder.file("second.csv", of_activities[1])};
  }

  std::vector<std::string> batch_at(std::size_t begin) const {
    return {leads.begin() + static_cast<std::ptrdiff_t>(begin),
            leads.begin() + static_cast<std::ptrdiff_t>(std::min(leads.size(), begin + batch_rows))};
  }

  std::string load_and_join() {
    DataReport report;
    ActivityStore store(schema, 20 * day, report);
    for (const std::string& file : activity_files) EXPECT_TRUE(store.load(file, options));
    EXPECT_TRUE(store.finish());
    std::string out;
    for (std::size_t begin = 0; begin < leads.size(); begin += batch_rows) {
      runtime::ActivityBatch joined;
      EXPECT_FALSE(store.join(BatchOfIds(batch_at(begin)).batch, joined));
      out += words_of(joined);
    }
    EXPECT_FALSE(store.count_unasked(report));
    return out + report_as_json(report);
  }

  // Each thread joins every so manieth batch.
  std::string join_as_read(unsigned threads) {
    OrderedActivities ordered(schema, 20 * day, activity_files, options, IdOrder::length_and_bytes);
    std::vector<std::string> parts((leads.size() + batch_rows - 1) / batch_rows);
    std::vector<std::thread> all;
    for (unsigned thread = 0; thread < threads; ++thread) {
      all.emplace_back([&, thread] {
        for (std::size_t number = thread; number < parts.size(); number += threads) {
          const BatchOfIds asked(batch_at(number * batch_rows));
          runtime::ActivityBatch joined;
          const auto failure = ordered.join(asked.batch, number, joined);
          parts[number] = failure ? failure->message : words_of(joined);
        }
      });
    }
    for (std::thread& thread : all) thread.join();
    DataReport report;
    if (const auto failure = ordered.finish(report)) return failure->message;
    std::string out;
    for (const std::string& part : parts) out += part;
    return out + report_as_json(report);
  }

  std::optional<IdOrder> order() const { return common_order(schema, {lead_files, activity_files, options, options}); }

  TemporaryFolder folder;
  runtime::Schema schema;
  std::vector<std::string> lead_files, activity_files, leads;
  InputOptions options;
  std::size_t batch_rows = 20;
};

TEST_F(OrderedFiles, GiveWhatAStoreGives) {
  for (const std::size_t rows : {1, 20, 1000}) {
    batch_rows = rows;
    options = {};
    const std::string wanted = load_and_join();
    EXPECT_THAT(wanted, HasSubstr("\"found\":\"bad2\""));
    EXPECT_THAT(wanted, HasSubstr("\"unknown_leads\":29"));
    for (const std::size_t chunk_bytes : {500, 4096, 1'000'000}) {
      options.chunk_bytes = chunk_bytes;
      for (const unsigned threads : {1U, 2U, 5U}) {
        EXPECT_EQ(join_as_read(threads), wanted) << threads << " threads, " << rows << " rows, " << chunk_bytes << " bytes";
      }
    }
  }
}

TEST_F(OrderedFiles, AreRecognised) {
  EXPECT_EQ(order(), IdOrder::length_and_bytes);
  options.chunk_bytes = 500;
  for (const unsigned threads : {1U, 3U}) {
    options.threads = threads;
    EXPECT_EQ(order(), IdOrder::length_and_bytes);
  }
  lead_files = {folder.file("few.csv", "id\n10\n11\n20\n"), folder.file("more.csv", "id\n3\n")};
  activity_files = {folder.file("a.csv", "lead,activity\n10,visited\n10,visited\n2,visited\n")};
  EXPECT_EQ(order(), IdOrder::bytes);
}

TEST_F(OrderedFiles, AreNotSeenInOthers) {
  const std::vector<std::string> good_leads = lead_files, good_activities = activity_files;
  activity_files = {good_activities[1], good_activities[0]};
  EXPECT_EQ(order(), std::nullopt);
  activity_files = {folder.file("none.csv", "who,what\n1,visited\n")};
  EXPECT_EQ(order(), std::nullopt);
  activity_files = {"-"};
  EXPECT_EQ(order(), std::nullopt);
  activity_files = {folder.path("missing.csv")};
  EXPECT_EQ(order(), std::nullopt);
  activity_files = good_activities;
  lead_files = {folder.file("repeated.csv", "id\n91\n91\n")};
  EXPECT_EQ(order(), std::nullopt);
  lead_files = {folder.file("nobody.csv", "name\nAda\n")};
  EXPECT_EQ(order(), std::nullopt);
  lead_files = good_leads;
  EXPECT_EQ(order(), IdOrder::length_and_bytes);
}

TEST_F(OrderedFiles, ThatChangeMeanwhileAreAFailure) {
  std::swap(activity_files[0], activity_files[1]);
  EXPECT_THAT(join_as_read(1), HasSubstr("the files of activities have changed while they were read"));
  std::swap(activity_files[0], activity_files[1]);
  std::swap(leads[10], leads[11]);
  EXPECT_THAT(join_as_read(2), HasSubstr("the files of leads have changed while they were read"));
}

}  // namespace
}  // namespace assay::io
