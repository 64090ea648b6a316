import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";
import { readYaml } from "../_support/deployment-files.ts";

const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-alerts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * What each series says once a minute, in promtool's words: "0x60" is 0 for an hour, "0+6x60" counts six a minute. Both services
 * answer Prometheus all the time.
 */
type Figures = Record<string, string>;

/** Prometheus' own tool computes the rules over these figures, and compares the alerts that are on with those named. */
async function expectAlerts(figures: Figures, atMinute: number, alerts: readonly string[]): Promise<void> {
  const series = { 'up{job="backend"}': "1x400", 'up{job="avatar-service"}': "1x400", ...figures };
  const file = join(folder, `${crypto.randomUUID()}.yaml`);
  const described = {
    rule_files: [join(projectFolder, "deploy/observability/alerts.yaml")],
    tests: [
      {
        interval: "1m",
        input_series: Object.entries(series).map(([series, values]) => ({ series, values })),
        promql_expr_test: [
          {
            expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
            eval_time: `${atMinute}m`,
            exp_samples: alerts.map((alert) => ({ labels: `{alertname="${alert}"}`, value: 1 })),
          },
        ],
      },
    ],
  };
  await Bun.write(file, JSON.stringify(described));
  const tool = Bun.spawn(["promtool", "test", "rules", file], { stdio: ["ignore", "pipe", "pipe"] });
  const said = await Promise.all([tool.stdout, tool.stderr].map((stream) => new Response(stream).text()));
  expect([await tool.exited, said.join("")]).toEqual([0, expect.stringContaining("SUCCESS")]);
}

const ollama = (engine: number) => `tutor_engine_part_up{part="ollama",instance="engine-${engine}"}`;
const replies = (outcome: string) =>
  `tutor_engine_model_replies_total{outcome="${outcome}",instance="engine-1"}`;
const avatarServer = 'tutor_engine_part_up{part="mageurite",instance="engine-1"}';

test("a school that has no model is told of nothing", async () => {
  await expectAlerts(
    { [ollama(1)]: "0x60", [ollama(2)]: "0x60", [replies("unreachable")]: "0+6x60" },
    60,
    [],
  );
});

test("a model that was there and goes is told of, also by engines that began after it had gone", async () => {
  const figures = {
    [ollama(1)]: "1x60 0x180",
    [ollama(2)]: "_x120 0x180",
    [replies("complete")]: "0+6x60 360x180",
    [replies("unreachable")]: "0x60 0+6x180",
  };
  await expectAlerts(figures, 60, []);
  await expectAlerts(figures, 70, ["TutorModelAway", "TutorPartDown"]);
  await expectAlerts(figures, 180, ["TutorModelAway", "TutorPartDown"]);
});

test("an avatar server is told of as soon as it was given and is not there", async () => {
  await expectAlerts({ [ollama(1)]: "0x60", [avatarServer]: "0x60" }, 60, ["TutorPartDown"]);
});

const engine = (name: string, labels = "") =>
  `tutor_engine_${name}{job="avatar-service",instance="engine-1"${labels && `,${labels}`}}`;
/** A histogram whose buckets' counts grow by so many a minute; bounds are those of the service. */
const histogram = (name: string, perMinute: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(perMinute).map(([bound, count]) => [
      engine(`${name}_bucket`, `le="${bound}"`),
      `0+${count}x60`,
    ]),
  );
const requests = (status: string, operation = "createVisit") =>
  `tutor_http_request_seconds_count{job="backend",instance="b",operation="${operation}",status="${status}"}`;
const memory = 'tutor_processes_memory_bytes{job="backend",instance="b"}';
const startedAt = 'process_start_time_seconds{job="backend",instance="b"}';

/** Figures at which an alert is on after an hour, and figures close by at which it is not. */
const cases: Record<string, { on: Figures; off: Figures; atMinute?: number }> = {
  TutorServiceDown: {
    on: { 'up{job="avatar-service",instance="engine-2"}': "1x50 0x20" },
    off: { 'up{job="avatar-service",instance="engine-2"}': "1x59 0x20" },
  },
  TutorServiceUnseen: {
    on: { 'up{job="backend"}': "1x40 _x60" },
    off: { 'up{job="backend"}': "1x57 _x60" },
  },
  TutorAnswersSlowly: {
    on: histogram("turn_first_audio_seconds", { 1: 90, 3: 94, 5: 100, "+Inf": 100 }),
    off: histogram("turn_first_audio_seconds", { 1: 90, 3: 96, 5: 100, "+Inf": 100 }),
  },
  TutorTurnsFail: {
    on: {
      [engine("turns_total", 'outcome="failed"')]: "0+3x60",
      [engine("turns_total", 'outcome="complete"')]: "0+97x60",
    },
    off: {
      [engine("turns_total", 'outcome="failed"')]: "0+1x60",
      [engine("turns_total", 'outcome="complete"')]: "0+99x60",
    },
  },
  TutorConnectionsLoseMuch: {
    on: histogram("link_loss_ratio", { "0.05": 50, "0.1": 80, "0.2": 100, "+Inf": 100 }),
    off: histogram("link_loss_ratio", { "0.05": 50, "0.1": 95, "0.2": 100, "+Inf": 100 }),
  },
  TutorModelBusy: {
    on: { [replies("busy")]: "0+1x60", [replies("complete")]: "0+60x60" },
    off: { [replies("busy")]: "7x60", [replies("complete")]: "0+60x60" },
  },
  TutorNearlyFull: {
    on: { [engine("lessons_active")]: "35x60", [engine("lessons_max")]: "40x60" },
    off: { [engine("lessons_active")]: "34x60", [engine("lessons_max")]: "40x60" },
  },
  TutorRelayFull: {
    on: { [engine("relay_refusals_total")]: "0x52 2 4 6 8 10 12 14 16" },
    // One student who comes back a few times with more networks than one may have places for: each lesson counts once.
    off: { [engine("relay_refusals_total")]: "0x52 1 2 3 4 5 5x20" },
  },
  TutorTranscriptsWait: {
    on: { [engine("outbox_pending")]: "0x40 5x20" },
    // Each turn waits for a moment, and there is always one.
    off: {
      [engine("outbox_pending")]:
        "0 1 0 2 0 1 0 3 0 1 0x20 1 0 2 0 1 0 2 0 1 0 2 0 1 0 2 0 1 0 2 0 1 0 2 0 1 0 2 0",
    },
  },
  TutorTranscriptsLost: {
    on: { [engine("outbox_lost_total")]: "0x55 1x20" },
    off: { [engine("outbox_lost_total")]: "4x60" },
  },
  TutorPicturesLate: {
    on: { [engine("pictures_late_total")]: "0+100x60", [engine("pictures_total")]: "0+1500x60" },
    off: { [engine("pictures_late_total")]: "0+15x60", [engine("pictures_total")]: "0+1500x60" },
  },
  TutorWorkersFail: {
    on: { [engine("workers_ended_total", 'worker="face",reason="hung"')]: "0x50 1 2 3 4 4x20" },
    // Two that crashed, and as many elsewhere.
    off: {
      [engine("workers_ended_total", 'worker="face",reason="ended"')]: "0x50 1 2 2x20",
      [engine("workers_ended_total", 'worker="voice",reason="ended"')]: "0x50 1 2 2x20",
    },
  },
  TutorDatabaseDown: {
    on: { tutor_backend_database_up: "1x50 0x20" },
    off: { tutor_backend_database_up: "1x59 0x20" },
  },
  TutorSignInsRefused: {
    on: { 'tutor_backend_sign_ins_total{account="admin",outcome="refused"}': "0+10x60" },
    off: { 'tutor_backend_sign_ins_total{account="student",outcome="refused"}': "0+5x60" },
  },
  TutorServiceErrors: {
    on: { [requests("500")]: "0+3x60", [requests("201")]: "0+97x60" },
    // What a probe is told is no error of the service.
    off: { [requests("503", "getReadiness")]: "0+30x60", [requests("201")]: "0+97x60" },
  },
  TutorMemoryGrows: {
    on: { [memory]: "200000000+3000000x300", [startedAt]: "0x300" },
    off: { [memory]: "200000000+600000x300", [startedAt]: "0x300" },
    atMinute: 290,
  },
};

test.each(Object.entries(cases))("%s is told of, and not where things are nearly so", async (alert, each) => {
  const { on, off, atMinute = 60 } = each;
  await expectAlerts(on, atMinute, [alert]);
  await expectAlerts(off, atMinute, []);
});

test("every alert was tried", () => {
  const [{ groups }] = readYaml("deploy/observability/alerts.yaml") as [
    { groups: { rules: { alert: string }[] }[] },
  ];
  const tried = [...Object.keys(cases), "TutorModelAway", "TutorPartDown"];
  expect(groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)).sort()).toEqual(tried.sort());
});
