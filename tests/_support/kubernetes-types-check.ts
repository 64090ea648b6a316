import { join } from "node:path";
import ts from "typescript";
import { projectFolder } from "../../deploy/installation.ts";
import type { Manifest } from "./kustomization.ts";

/** Kinds that kubernetes-types does not describe, or without what Go embeds in them; only the parts that are used here. */
const customKinds = `
interface ServiceMonitor {
  apiVersion: "monitoring.coreos.com/v1"; kind: "ServiceMonitor"; metadata: { name: string; namespace?: string; labels: { release: string } };
  spec: { selector: { matchLabels: Record<string, string> }; endpoints: { port: string; path: string; interval: string }[] };
}
interface PrometheusRule {
  apiVersion: "monitoring.coreos.com/v1"; kind: "PrometheusRule"; metadata: { name: string; namespace?: string; labels: { release: string } };
  spec: { groups: { name: string; rules: {
    alert: string; expr: string; for?: string; labels: { severity: "warning" | "critical" };
    annotations: { summary: string; action: string };
  }[] }[] };
}
interface ValidatingAdmissionPolicy {
  apiVersion: "admissionregistration.k8s.io/v1"; kind: "ValidatingAdmissionPolicy"; metadata: { name: string };
  spec: {
    failurePolicy: "Fail" | "Ignore";
    matchConstraints: {
      resourceRules: {
        apiGroups: string[]; apiVersions: string[]; resources: string[];
        operations: ("CREATE" | "UPDATE" | "DELETE" | "CONNECT")[];
      }[];
    };
    matchConditions: { name: string; expression: string }[]; validations: { expression: string; message: string }[];
  };
}
interface ScaledObject {
  apiVersion: "keda.sh/v1alpha1"; kind: "ScaledObject"; metadata: { name: string; namespace?: string };
  spec: {
    scaleTargetRef: { name: string }; minReplicaCount: number; maxReplicaCount: number; pollingInterval: number;
    fallback: { failureThreshold: number; replicas: number };
    advanced: { horizontalPodAutoscalerConfig: { behavior: HorizontalPodAutoscalerBehavior } };
    triggers: { type: "cpu" | "prometheus"; metricType: "Utilization" | "AverageValue"; metadata: Record<string, string> }[];
  };
}
`;

/**
 * Checks manifests as TypeScript checks literals: misspelt keys and wrong types are found, and so are required parts
 * that are missing. Answers with what is wrong, empty where nothing is.
 */
export function typeErrorsOf(manifests: readonly Manifest[]): string[] {
  const fileName = join(projectFolder, "tests/deploy/manifests-as-types.ts");
  const source = toSource(manifests);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    types: [],
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) =>
    name === fileName
      ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022)
      : getSourceFile(name, ...rest);
  host.fileExists = (name) => name === fileName || fileExists(name);
  const program = ts.createProgram([fileName], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

function toSource(manifests: readonly Manifest[]): string {
  const imports = new Set<string>([
    'import type { HorizontalPodAutoscalerBehavior } from "kubernetes-types/autoscaling/v2";',
  ]);
  const literals = manifests.map((manifest, index) => {
    const module = customKinds.includes(`interface ${manifest.kind} {`)
      ? undefined
      : moduleOf(manifest.apiVersion);
    if (module) imports.add(`import type { ${manifest.kind} } from "kubernetes-types/${module}";`);
    return `export const m${index}: ${manifest.kind} = ${JSON.stringify(manifest)};`;
  });
  return [...imports, customKinds, ...literals].join("\n");
}

/** "apps/v1" and "networking.k8s.io/v1" are folders by their first word; the core group has no name. */
function moduleOf(apiVersion: string): string {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["core", apiVersion];
  return `${group!.split(".")[0]}/${version}`;
}
