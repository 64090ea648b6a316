import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { BusyButton } from "./busy-button.tsx";
import { useConsole } from "./console-context.ts";
import { Icon } from "./console-icons.tsx";
import { type ConsoleRoute, type Section, sections, toHash } from "./console-route.ts";

const ownersOnly: ReadonlySet<Section> = new Set(["admins", "keys"]);

interface ShellProps {
  readonly route: ConsoleRoute;
  readonly signOut: () => Promise<void>;
  readonly children: ComponentChildren;
}

/** What stands around every view. */
export function ConsoleShell({ route, signOut, children }: ShellProps) {
  const { strings, me } = useConsole();
  const [isOpen, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const hash = toHash(route);
  // Going elsewhere closes the menu.
  useEffect(() => setOpen(false), [hash]);
  const shown = sections.filter((section) => me.role === "owner" || !ownersOnly.has(section));
  return (
    <div class="shell">
      {/* Not a link: the address after # belongs to the route. */}
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {strings.skipToContent}
      </button>
      <header class="side">
        <a class="brand" href={toHash({ view: "tutors" })}>
          <img src="/console/icon.svg" alt="" width="32" height="32" />
          {strings.product}
        </a>
        <button
          type="button"
          class="quiet menu"
          aria-expanded={isOpen}
          aria-controls="menu"
          aria-label={strings.navigation}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name={isOpen ? "close" : "menu"} />
        </button>
        <div class={isOpen ? "menu-body open" : "menu-body"} id="menu">
          <nav aria-label={strings.navigation}>
            {shown.map((view) => (
              <a
                key={view}
                href={toHash({ view })}
                aria-current={hash.split("/")[1] === view ? "page" : undefined}
              >
                <Icon name={view} />
                {strings.sections[view]}
              </a>
            ))}
          </nav>
          <div class="who">
            <p class="small" title={me.email}>
              {me.email}
            </p>
            <BusyButton kind="quiet" act={signOut}>
              <Icon name="leave" />
              {strings.signOut}
            </BusyButton>
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} ref={main} data-view={hash}>
        {children}
      </main>
    </div>
  );
}
