import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";

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
