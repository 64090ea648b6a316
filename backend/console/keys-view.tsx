import { ApiProblem } from "./api-problem.ts";
import type { SigningKey } from "./api-types.ts";
import { BusyButton } from "./busy-button.tsx";
import { formatTime, useConsole } from "./console-context.ts";
import { Show, useLoaded } from "./loaded.tsx";
import { Chip, Heading } from "./view-parts.tsx";

const purposes = ["ticket", "access"] as const;

/** The keys that sign, for owners. */
export function KeysView() {
  const { strings, school, ask, say } = useConsole();
  const words = strings.service;
  const keys = useLoaded(() => school.keys());
  const replace = async (purpose: SigningKey["purpose"]) => {
    const { replaceTitle: title, replaceText: text, replaceKey: yes } = words;
    if (!(await ask({ title, text, yes }))) return;
    try {
      const now = await school.replaceKey(purpose);
      keys.change(() => now);
      say(words.replaced);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.kind === "conflict")) throw error;
      say(words.beingReplaced);
      await keys.reload();
    }
  };
  return (
    <>
      <Heading title={strings.sections.keys} about={words.keysAbout} />
      <Show from={keys}>
        {({ items }) => (
          <ul class="cards">
            {purposes.map((purpose) => (
              <li class="card fact" key={purpose}>
                <div class="fact-title">
                  <h2>{words.purposes[purpose].name}</h2>
                  <BusyButton
                    kind="quiet"
                    act={() => replace(purpose)}
                    label={`${words.replaceKey}: ${words.purposes[purpose].name}`}
                  >
                    {words.replaceKey}
                  </BusyButton>
                </div>
                <p class="muted">{words.purposes[purpose].use}</p>
                <KeyList items={items.filter((key) => key.purpose === purpose)} />
              </li>
            ))}
          </ul>
        )}
      </Show>
    </>
  );
}

function KeyList({ items }: { readonly items: readonly SigningKey[] }) {
  const { strings } = useConsole();
  const words = strings.service;
  const [active, retired] = [true, false].map((isActive) =>
    items.filter(({ retiredAt }) => (retiredAt === null) === isActive),
  );
  return (
    <>
      {active?.map(({ kid, createdAt }) => (
        <p class="key" key={kid}>
          <Chip kind="active">{words.activeKey}</Chip>
          <code>{kid}</code>
          <span class="muted small">{words.keyCreated(formatTime(createdAt, strings))}</span>
        </p>
      ))}
      {retired && retired.length > 0 && <h3 class="muted small">{words.retiredKeys}</h3>}
      {retired?.map(({ kid, retiredAt }) => (
        <p class="key muted" key={kid}>
          <code>{kid}</code>
          <span class="small">{words.keyRetired(formatTime(retiredAt ?? "", strings))}</span>
        </p>
      ))}
    </>
  );
}
