import type { ComponentChildren } from "preact";
import type { Tutor } from "./api-types.ts";
import { BusyButton } from "./busy-button.tsx";
import { useConsole } from "./console-context.ts";
import { Field } from "./view-parts.tsx";

/** Where students find a tutor, and what a site that may embed its page writes. */
export function PageAddress({ tutor: { name, pageUrl, embedOrigins } }: { readonly tutor: Tutor }) {
  const { strings } = useConsole();
  const frame = `<iframe src="${pageUrl}" allow="microphone; autoplay; fullscreen" width="100%" height="720"></iframe>`;
  return (
    <section class="card fact" aria-label={strings.pageAddress}>
      <CopyField
        id="page-address"
        label={strings.pageAddress}
        help={strings.pageAddressHelp(name)}
        text={pageUrl}
      >
        <a class="button quiet" href={pageUrl} target="_blank" rel="noopener">
          {strings.studentPage} ↗
        </a>
      </CopyField>
      {embedOrigins.length > 0 && (
        <CopyField
          id="page-frame"
          label={strings.embedCode}
          help={strings.embedCodeHelp(embedOrigins.join(", "))}
          text={frame}
        />
      )}
    </section>
  );
}

interface CopyFieldProps {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}

function CopyField({ id, label, help, text, children }: CopyFieldProps) {
  const { strings, say } = useConsole();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say(strings.school.copied),
      () => say(text),
    );
  return (
    <Field id={id} label={label} help={help}>
      {(tie) => (
        <div class="copied">
          <input {...tie} readOnly value={text} onFocus={(event) => event.currentTarget.select()} />
          <BusyButton kind="quiet" act={copy} label={`${strings.copy}: ${label}`}>
            {strings.copy}
          </BusyButton>
          {children}
        </div>
      )}
    </Field>
  );
}
