// The plain search that ours is held against: std::priority_queue, float costs, old entries passed over.
// usage: reference <graph file>, then commands on stdin, one answer a line on stdout:
//   nearest                  time of the nearest site for every node
//   catchments <limit> <from> <to> <step>   sites from, from + step, … one after the other, each alone
// An answer is "<ms of searching> <nodes reached> <sum of their times>".
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <limits>
#include <queue>
#include <string>
#include <utility>
#include <vector>

namespace {

struct Arc {
  uint32_t tail;
  float cost;
};

struct Graph {
  uint32_t nodes;
  std::vector<uint32_t> start;
  std::vector<Arc> arcs;
  std::vector<uint32_t> sites;
};

using Entry = std::pair<float, uint32_t>;
using Queue = std::priority_queue<Entry, std::vector<Entry>, std::greater<Entry>>;

constexpr uint32_t kMagic = 0x4d4c4e47;
constexpr float kUnreached = std::numeric_limits<float>::infinity();

std::vector<uint32_t> read_words(FILE* file, size_t count) {
  std::vector<uint32_t> words(count);
  if (fread(words.data(), 4, count, file) != count) {
    fprintf(stderr, "the graph file is cut short\n");
    exit(1);
  }
  return words;
}

Graph read_graph(const char* path) {
  FILE* file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(1);
  }
  const auto counts = read_words(file, 5);
  if (counts[0] != kMagic) {
    fprintf(stderr, "%s: not a graph of this benchmark\n", path);
    exit(1);
  }
  Graph graph;
  graph.nodes = counts[1];
  graph.start = read_words(file, size_t(counts[1]) + 1);
  const auto pairs = read_words(file, size_t(counts[2]) * 2);
  graph.arcs.resize(counts[2]);
  for (size_t i = 0; i < graph.arcs.size(); i++) graph.arcs[i] = {pairs[2 * i], float(pairs[2 * i + 1])};
  graph.sites = read_words(file, counts[3]);
  fclose(file);
  return graph;
}

double now_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(since).count();
}

void answer(double ms, uint64_t reached, double sum) {
  printf("%.6f %llu %.0f\n", ms, static_cast<unsigned long long>(reached), sum);
  fflush(stdout);
}

void nearest(const Graph& graph) {
  const double started = now_ms();
  std::vector<float> time(graph.nodes, kUnreached);
  Queue queue;
  for (const uint32_t site : graph.sites) {
    time[site] = 0;
    queue.push({0.0f, site});
  }
  while (!queue.empty()) {
    const auto [at, node] = queue.top();
    queue.pop();
    if (at > time[node]) continue;
    for (uint32_t i = graph.start[node]; i < graph.start[node + 1]; i++) {
      const Arc arc = graph.arcs[i];
      const float total = at + arc.cost;
      if (total >= time[arc.tail]) continue;
      time[arc.tail] = total;
      queue.push({total, arc.tail});
    }
  }
  const double ms = now_ms() - started;
  uint64_t reached = 0;
  double sum = 0;
  for (const float each : time) {
    if (each == kUnreached) continue;
    reached++;
    sum += each;
  }
  answer(ms, reached, sum);
}

void catchments(const Graph& graph, float limit, size_t from, size_t to, size_t step) {
  std::vector<float> time(graph.nodes, kUnreached);
  std::vector<uint32_t> touched;
  double ms = 0;
  uint64_t reached = 0;
  double sum = 0;
  for (size_t site = from; site < to; site += step) {
    const double started = now_ms();
    Queue queue;
    time[graph.sites[site]] = 0;
    touched.push_back(graph.sites[site]);
    queue.push({0.0f, graph.sites[site]});
    while (!queue.empty()) {
      const auto [at, node] = queue.top();
      queue.pop();
      if (at > time[node]) continue;
      for (uint32_t i = graph.start[node]; i < graph.start[node + 1]; i++) {
        const Arc arc = graph.arcs[i];
        const float total = at + arc.cost;
        if (total > limit || total >= time[arc.tail]) continue;
        if (time[arc.tail] == kUnreached) touched.push_back(arc.tail);
        time[arc.tail] = total;
        queue.push({total, arc.tail});
      }
    }
    const double searched = now_ms();
    reached += touched.size();
    for (const uint32_t node : touched) sum += time[node];
    const double summed = now_ms();
    for (const uint32_t node : touched) time[node] = kUnreached;
    touched.clear();
    ms += (searched - started) + (now_ms() - summed);
  }
  answer(ms, reached, sum);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: reference <graph file>\n");
    return 2;
  }
  const Graph graph = read_graph(arguments[1]);
  std::string command;
  while (std::cin >> command) {
    if (command == "nearest") {
      nearest(graph);
    } else if (command == "catchments") {
      float limit = 0;
      size_t from = 0;
      size_t to = 0;
      size_t step = 1;
      std::cin >> limit >> from >> to >> step;
      catchments(graph, limit, from, to, step);
    } else {
      fprintf(stderr, "unknown command %s\n", command.c_str());
      return 2;
    }
  }
  return 0;
}
