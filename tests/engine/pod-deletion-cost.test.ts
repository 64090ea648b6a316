import { expect, test } from "bun:test";
import { PodDeletionCost } from "../../engine/providers/kubernetes/pod-deletion-cost.ts";
import { type ClusterApi, startClusterApi } from "../_support/cluster-api.ts";
import { startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

const annotation = "controller.kubernetes.io/pod-deletion-cost";
const costsOf = ({ requests }: ClusterApi) =>
  requests.map(({ body }) => (body as { metadata: { annotations: object } }).metadata.annotations);
const costs = (...values: string[]) => values.map((value) => ({ [annotation]: value }));

function open(cluster: ClusterApi, { everyMs = 1 } = {}) {
  const state = { cost: 0, errors: [] as unknown[] };
  const told = new PodDeletionCost(cluster.pod, {
    cost: () => state.cost,
    onError: (error) => state.errors.push(error),
    everyMs,
  });
  return { state, told, [Symbol.asyncDispose]: () => told[Symbol.asyncDispose]() };
}

test("an engine writes how many lessons it has on its own pod, with the token of the moment", async () => {
  await using cluster = startClusterApi();
  await using pod = open(cluster);
  pod.state.cost = 3;
  pod.told.changed();
  await until("the cost", () => cluster.requests.length === 1);
  expect(cluster.requests[0]).toEqual({
    method: "PATCH",
    path: "/api/v1/namespaces/virtual-tutor/pods/engine-1",
    contentType: "application/merge-patch+json",
    authorization: "Bearer first-token",
    body: { metadata: { annotations: { [annotation]: "3" } } },
  });
  cluster.renewToken("second-token");
  pod.state.cost = 2;
  pod.told.changed();
  await until("the next cost", () => cluster.requests.length === 2);
  expect(cluster.requests[1]!.authorization).toBe("Bearer second-token");
  expect(pod.state.errors).toEqual([]);
});

test("many changes are told once, and what has not changed is not told", async () => {
  await using cluster = startClusterApi();
  {
    // What it may tell next it may tell after the test.
    await using pod = open(cluster, { everyMs: 600_000 });
    for (let lessons = 1; lessons <= 50; lessons++) {
      pod.state.cost = lessons;
      pod.told.changed();
    }
    await until("the cost", () => cluster.requests.length > 0);
    pod.state.cost = 51;
    pod.told.changed();
  }
  expect(costsOf(cluster)).toEqual(costs("50"));
  await using pod = open(cluster);
  pod.state.cost = 7;
  pod.told.changed();
  await until("the cost", () => cluster.requests.length === 2);
  for (let i = 0; i < 5; i++) pod.told.changed();
  pod.state.cost = 8;
  pod.told.changed();
  await until("the next cost", () => cluster.requests.length === 3);
  expect(costsOf(cluster)).toEqual(costs("50", "7", "8"));
});

test("a cluster that refuses is complained of once, and asked again", async () => {
  await using cluster = startClusterApi();
  cluster.status = 403;
  await using pod = open(cluster);
  pod.state.cost = 4;
  pod.told.changed();
  await until("several tries", () => cluster.requests.length > 3);
  expect(pod.state.errors.map(String)).toEqual(["Error: the cluster answered 403"]);
  cluster.status = 200;
  const refused = cluster.requests.length;
  await until("another try", () => cluster.requests.length > refused);
  expect(costsOf(cluster).at(-1)).toEqual({ [annotation]: "4" });
});

test("no secret goes to a server whose certificate the cluster has not signed", async () => {
  await using cluster = startClusterApi();
  await using other = startClusterApi();
  const pod = { ...cluster.pod, apiUrl: other.pod.apiUrl };
  const errors: unknown[] = [];
  await using told = new PodDeletionCost(pod, { cost: () => 1, onError: (error) => errors.push(error) });
  told.changed();
  await until("a complaint", () => errors.length > 0);
  expect(other.requests).toEqual([]);
});

test("an engine on Kubernetes tells of its lessons as they begin and end", async () => {
  await using cluster = startClusterApi();
  await using school = await startSchool({ pod: cluster.pod });
  const { student } = await school.join();
  await using _ = student;
  await until("the lesson", () => cluster.requests.length > 0);
  expect(costsOf(cluster)[0]).toEqual({ [annotation]: "1" });
}, 60_000);
