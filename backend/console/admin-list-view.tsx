import { useState } from "preact/hooks";
import { PersonForm } from "./act-form.tsx";
import type { Admin } from "./api-types.ts";
import { BusyButton } from "./busy-button.tsx";
import { formatTime, useConsole } from "./console-context.ts";
import { Show, useList } from "./loaded.tsx";
import { describePerson, type MadeUpPassword, PasswordNotice } from "./password-notice.tsx";
import { Chip, Heading, Table } from "./view-parts.tsx";

/** All admins, for owners. */
export function AdminList() {
  const { strings, school, say } = useConsole();
  const words = strings.school;
  const [given, setGiven] = useState<MadeUpPassword>();
  const admins = useList((cursor) => school.admins(cursor));
  const replace = (changed: Admin) =>
    admins.change((page) => ({
      ...page,
      items: page.items.map((admin) => (admin.id === changed.id ? changed : admin)),
    }));
  const add = async ({ email = "", password = "" }) => {
    const created = await school.addAdmin({
      email: email.trim(),
      role: "admin",
      ...(password ? { password } : {}),
    });
    say(words.adminAdded);
    setGiven(created.password === null ? undefined : { name: email.trim(), password: created.password });
    await admins.reload();
  };
  return (
    <>
      <Heading title={strings.sections.admins} />
      <details class="adding">
        <summary>{words.addAdmin}</summary>
        <PersonForm
          fields={[
            { name: "email", label: words.email, type: "email", required: true },
            { name: "password", label: strings.password, type: "text", help: words.passwordHelp },
          ]}
          submitText={words.addAdmin}
          describe={describePerson}
          send={add}
        />
      </details>
      <PasswordNotice given={given} />
      <Show from={admins}>
        {({ items }) => (
          <Table
            label={strings.sections.admins}
            columns={[words.email, words.role, words.status, words.since, words.actions]}
            rows={items}
            rowKey={({ id }) => id}
            cells={(admin) => [
              admin.email,
              words.roles[admin.role],
              <Chip kind={admin.status}>{words.statuses[admin.status]}</Chip>,
              formatTime(admin.createdAt, strings),
              <AdminActions admin={admin} changed={replace} give={setGiven} />,
            ]}
            more={admins.more}
          />
        )}
      </Show>
    </>
  );
}

interface AdminActionsProps {
  readonly admin: Admin;
  readonly changed: (admin: Admin) => void;
  /** Shows a password that was made up. */
  readonly give: (given: MadeUpPassword) => void;
}

function AdminActions({ admin: { id, email, role, status }, changed, give }: AdminActionsProps) {
  const { strings, school, me, ask } = useConsole();
  const words = strings.school;
  const reset = async () => {
    const question = { title: words.resetTitle(email), text: words.resetText, yes: words.newPassword };
    if (!(await ask(question))) return;
    const { password } = await school.resetAdminPassword(id);
    if (password !== null) give({ name: email, password });
  };
  if (id === me.id) return <span class="muted">{words.you}</span>;
  const to = status === "active" ? "disabled" : "active";
  const toggleText = status === "active" ? words.disable : words.enable;
  const roleText = role === "admin" ? words.makeOwner : words.makeAdmin;
  const changeRole = async () => {
    const question = { title: words.makeOwnerTitle(email), text: words.makeOwnerText, yes: roleText };
    if (role === "admin" && !(await ask(question))) return;
    changed(await school.updateAdmin(id, { role: role === "admin" ? "owner" : "admin" }));
  };
  const toggle = async () => changed(await school.updateAdmin(id, { status: to }));
  return (
    <div class="row-actions">
      <BusyButton kind="quiet" act={toggle} label={`${toggleText}: ${email}`}>
        {toggleText}
      </BusyButton>
      <BusyButton kind="quiet" act={changeRole} label={`${roleText}: ${email}`}>
        {roleText}
      </BusyButton>
      <BusyButton kind="quiet" act={reset} label={`${words.newPassword}: ${email}`}>
        {words.newPassword}
      </BusyButton>
    </div>
  );
}
