import { PersonForm } from "./act-form.tsx";
import { BusyButton } from "./busy-button.tsx";
import { useConsole } from "./console-context.ts";
import { describePerson } from "./password-notice.tsx";
import { Heading } from "./view-parts.tsx";

/** One's own account: the password, and signing out on all devices. */
export function AccountView() {
  const { strings, api, me, say, ask } = useConsole();
  const words = strings.school;
  const everywhere = async () => {
    const { signOutEverywhere: title, signOutEverywhereText: text } = words;
    if (await ask({ title, text, yes: title })) await api.signOutEverywhere();
  };
  return (
    <>
      <Heading title={strings.sections.account} about={`${me.email} · ${words.roles[me.role]}`} />
      <PersonForm
        fields={[
          {
            name: "currentPassword",
            label: words.currentPassword,
            type: "password",
            required: true,
            autocomplete: "current-password",
          },
          {
            name: "newPassword",
            label: words.newPassword,
            type: "password",
            help: words.passwordRule,
            required: true,
            autocomplete: "new-password",
          },
        ]}
        submitText={words.changePassword}
        describe={describePerson}
        send={async ({ currentPassword = "", newPassword = "" }) => {
          await api.changePassword(currentPassword, newPassword);
          say(words.passwordChanged);
        }}
      />
      <div class="actions leaving">
        <BusyButton kind="danger-quiet" act={everywhere}>
          {words.signOutEverywhere}
        </BusyButton>
      </div>
    </>
  );
}
