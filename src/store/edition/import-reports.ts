import { copyLine, type Db, type Engine } from '../engine.ts';

/** What became of one file's rows; `issues` as the readers list them. */
export interface ImportReportRecord {
  dataset: string;
  file: string;
  read: number;
  kept: number;
  repaired: number;
  rejected: number;
  flagged: number;
  issues: unknown[];
  issuesOmitted: number;
}

export async function writeImportReports(
  engine: Engine,
  reports: readonly ImportReportRecord[],
): Promise<void> {
  const lines = reports.map((r, position) =>
    copyLine([
      position,
      r.dataset,
      r.file,
      r.read,
      r.kept,
      r.repaired,
      r.rejected,
      r.flagged,
      JSON.stringify(r.issues),
      r.issuesOmitted,
    ]),
  );
  const columns = [
    'position',
    'dataset',
    'file',
    'rows_read',
    'rows_kept',
    'rows_repaired',
    'rows_rejected',
    'rows_flagged',
    'issues',
    'issues_omitted',
  ];
  await engine.copyIn('import_report', columns, lines);
}

export async function readImportReports(db: Db, schemaName: string): Promise<ImportReportRecord[]> {
  const rows = await db
    .withSchema(schemaName)
    .selectFrom('import_report')
    .selectAll()
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    dataset: row.dataset,
    file: row.file,
    read: row.rows_read,
    kept: row.rows_kept,
    repaired: row.rows_repaired,
    rejected: row.rows_rejected,
    flagged: row.rows_flagged,
    issues: row.issues as unknown[],
    issuesOmitted: row.issues_omitted,
  }));
}
