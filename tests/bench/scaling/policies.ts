import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../../deploy/installation.ts";
import type { ScalingRules } from "./autoscaler.ts";

interface Behavior {
  scaleUp: { policies: [{ value: number; periodSeconds: number }] };
  scaleDown: {
    stabilizationWindowSeconds: number;
    policies: [{ value: number; periodSeconds: number }];
  };
}

interface HorizontalPodAutoscaler {
  spec: {
    minReplicas: number;
    maxReplicas: number;
    metrics: [{ resource: { target: { averageUtilization: number } } }];
    behavior: Behavior;
  };
}

interface ScaledObject {
  spec: { triggers: { type: string; metadata: Record<string, string> }[] };
}

const read = <T>(path: string) =>
  Bun.YAML.parse(readFileSync(join(projectFolder, "deploy/kubernetes", path), "utf8")) as T;

/** Places of one relay, as its file has it. */
export function readRelayPlaces(): number {
  const settings = readFileSync(join(projectFolder, "deploy/compose/turnserver.conf"), "utf8");
  return Number(/^total-quota=(\d+)$/m.exec(settings)![1]);
}

/** The rules as the manifests have them, so that what is simulated is what is applied. */
export function readPolicies(): { byCpu: ScalingRules; byLessons: ScalingRules } {
  const { spec } = read<HorizontalPodAutoscaler>("base/avatar-service-scaling.yaml");
  const [up] = spec.behavior.scaleUp.policies;
  const [down] = spec.behavior.scaleDown.policies;
  const byCpu = {
    minReplicas: spec.minReplicas,
    maxReplicas: spec.maxReplicas,
    cpuTarget: spec.metrics[0].resource.target.averageUtilization / 100,
    up: { percent: up.value, periodSeconds: up.periodSeconds },
    down: {
      pods: down.value,
      periodSeconds: down.periodSeconds,
      stabilizationSeconds: spec.behavior.scaleDown.stabilizationWindowSeconds,
    },
  };
  const { triggers } = read<ScaledObject>("overlays/keda/scaled-object.yaml").spec;
  const lessons = triggers.find(({ type }) => type === "prometheus")!;
  return { byCpu, byLessons: { ...byCpu, lessonsTarget: Number(lessons.metadata.threshold) } };
}
