/** Adds the columns for integers that a table of an earlier version lacks, in this order. */
export function addColumns(sql: SqlStorage, table: string, names: readonly string[]): void {
  const columns = [...sql.exec<{ name: string }>("SELECT name FROM pragma_table_info(?)", table)];
  for (const column of names) {
    if (!columns.some(({ name }) => name === column)) sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column} INTEGER`);
  }
}
