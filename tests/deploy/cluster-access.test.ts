import { describe, expect, test } from "bun:test";
import type {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from "kubernetes-types/admissionregistration/v1";
import type { Deployment } from "kubernetes-types/apps/v1";
import type { Role } from "kubernetes-types/rbac/v1";
import { readEngineConfig } from "../../engine/config.ts";
import { builds, built, containersOf, find, ofKind, templateOf, workloadsOf } from "../_support/manifests.ts";

describe("the cluster's API", () => {
  test("is for engines only, where they tell their lessons, and lets them do nothing else", () => {
    for (const build of builds) {
      const speaking = workloadsOf(build).filter((workload) =>
        templateOf(workload).spec!.volumes?.some(({ projected }) =>
          projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken),
        ),
      );
      const isTold = build === "overlays/cloud" || build === "overlays/keda";
      expect(speaking.map(({ metadata }) => metadata!.name!)).toEqual(isTold ? ["avatar-service"] : []);
      const roles = ofKind<Role>(build, "Role");
      expect(roles.map(({ rules }) => rules)).toEqual(
        isTold ? [[{ apiGroups: [""], resources: ["pods"], verbs: ["patch"] }]] : [],
      );
      expect(built.get(build)!.filter(({ kind }) => kind.startsWith("Cluster"))).toEqual([]);
    }
  });

  test("is told where the engine looks, and by nobody but the engine of the pod", () => {
    const [engine] = containersOf(find<Deployment>("overlays/cloud", "Deployment", "avatar-service"));
    const pod = readEngineConfig({ SERVICE_TOKEN: "x".repeat(32), POD_NAME: "avatar-service-1" }).pod!;
    expect(engine!.volumeMounts!.map(({ mountPath }) => mountPath)).toContain(pod.credentialsFolder);
    const name = "virtual-tutor-own-pod";
    const policy = find<ValidatingAdmissionPolicy>("overlays/cloud", "ValidatingAdmissionPolicy", name);
    const account = "system:serviceaccount:virtual-tutor:avatar-service";
    expect(policy.spec!.matchConditions![0]!.expression).toContain(account);
    const binding = find<ValidatingAdmissionPolicyBinding>(
      "overlays/cloud",
      "ValidatingAdmissionPolicyBinding",
      name,
    );
    expect(binding.spec).toEqual({ policyName: name, validationActions: ["Deny"] });
  });
});
