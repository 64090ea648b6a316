/**
 * The statements of a migration of Postgres, parts of an ALTER TABLE one by one, with which a backend of the release before does not work on:
 * something that it may use is gone or of another kind, or a row that it writes may be refused. It writes neither to tables nor to columns
 * that the same migration makes. What becomes of rows (UPDATE, DELETE) is not looked at.
 */
export function findBreakingStatements(sql: string): string[] {
  const statements = statementsOf(sql);
  const freshTables = statements.flatMap(
    (statement) => /^CREATE TABLE (?:IF NOT EXISTS )?(\S+)/i.exec(statement)?.[1] ?? [],
  );
  const emptyColumns = statements.flatMap((statement) => {
    const [, table, column, rest = ""] = addsColumn.exec(statement) ?? [];
    return table && !isFilled(rest) ? [`${table} ${column}`] : [];
  });
  return statements.filter((statement) => {
    // A row that others refer to cannot be deleted by whoever does not know of them.
    if (
      statement.matchAll(refersTo).some(([, table, rule]) => !freshTables.includes(table!) && !letsGo(rule!))
    )
      return true;
    const table = /^(?:ALTER TABLE |CREATE [^(]*? ON )(\S+)/i.exec(statement)?.[1] ?? "";
    if (freshTables.includes(table)) return false;
    // With a null that whoever does not know the column leaves in it, a row is neither one of two that are alike, nor refers to another.
    const mayStayEmpty = (columns: string) =>
      !/NULLS NOT DISTINCT|MATCH FULL/i.test(statement) &&
      columns.split(/, ?/).some((column) => emptyColumns.includes(`${table} ${column}`));
    return isBreaking(statement, mayStayEmpty);
  });
}

const addsColumn = /^ALTER TABLE (\S+) ADD (?:COLUMN )?(?:IF NOT EXISTS )?("\w+") (.*)$/i;
const addsConstraint =
  /^ADD (?:CONSTRAINT \S+ )?(CHECK|UNIQUE|FOREIGN KEY|PRIMARY KEY|EXCLUDE)\b[^(]*\(([^)]*)\)/i;
const refersTo = /\bREFERENCES (\w+|"\w+") ?(?:\([^)]*\))?([^,]*)/gi;
const letsGo = (rule: string) => /\bON DELETE (CASCADE|SET NULL|SET DEFAULT)\b/i.test(rule);
const isFilled = (column: string) => /\b(DEFAULT|GENERATED)\b/i.test(column);

/** What makes something, or fills it. A function that is replaced may be a trigger's. */
const addsOnly =
  /^(CREATE (TABLE|INDEX|SEQUENCE|EXTENSION|FUNCTION|TYPE|VIEW)|COMMENT|INSERT|UPDATE|DELETE|SELECT)\b/i;

/** Only that is let through which is known to be harmless. */
function isBreaking(statement: string, mayStayEmpty: (columns: string) => boolean): boolean {
  const uniqueColumns = /^CREATE UNIQUE INDEX [^(]*\(([^)]*)\)/i.exec(statement)?.[1];
  if (uniqueColumns) return !mayStayEmpty(uniqueColumns);
  const part = /^ALTER TABLE \S+ (.*)$/i.exec(statement)?.[1];
  if (!part) return !addsOnly.test(statement);
  const [, kind, columns = ""] = addsConstraint.exec(part) ?? [];
  if (kind) return !/^(UNIQUE|FOREIGN KEY)$/i.test(kind) || !mayStayEmpty(columns);
  if (!/^ADD\b/i.test(part)) return !/^ALTER\b.* SET (DEFAULT|STATISTICS|STORAGE|COMPRESSION)\b/i.test(part);
  if (/\bCHECK\b/i.test(part)) return true;
  return isFilled(part) ? /\bUNIQUE\b/i.test(part) : /\bNOT NULL\b|\bPRIMARY KEY\b/i.test(part);
}

/** Each on one line, without comments, texts and bodies of functions; an ALTER TABLE for each of its parts. */
function statementsOf(sql: string): string[] {
  const plain = sql
    .replaceAll("--> statement-breakpoint", ";")
    .replaceAll('"public".', "")
    .replaceAll(/\$\$[\s\S]*?\$\$|'(?:[^']|'')*'|--[^\n]*/g, (found) =>
      found.startsWith("--") ? " " : "''",
    );
  return plain.split(";").flatMap((text) => {
    const statement = text.replaceAll(/\s+/g, " ").trim();
    const [, table, parts] = /^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(\S+) (.*)$/i.exec(statement) ?? [];
    if (!table || !parts) return statement ? [statement] : [];
    return parts.split(/, ?(?=(?:ADD|ALTER|DROP|RENAME)\b)/i).map((part) => `ALTER TABLE ${table} ${part}`);
  });
}
