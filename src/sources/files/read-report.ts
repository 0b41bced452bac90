/** What a reader did with each row of a file; kept with the edition, so that a user can see what was left out and why. */
export type IssueKind = 'rejected' | 'repaired' | 'flagged';

export interface RowIssue {
  kind: IssueKind;
  file: string;
  /** 1-based line of the file (CSV, heading included) or 1-based feature number (GeoJSON); null for the whole file. */
  row: number | null;
  column: string | null;
  /** What was found, cut to 120 characters. */
  value: string | null;
  reason: string;
}

export interface ReadReport {
  dataset: string;
  file: string;
  read: number;
  kept: number;
  repaired: number;
  rejected: number;
  flagged: number;
  issues: RowIssue[];
  /** Issues counted above but not listed, once the list was full. */
  issuesOmitted: number;
}

const MAX_LISTED = 1000;
const MAX_VALUE = 120;

/** Collects one file's report. Counting is exact; the list of issues is bounded. */
export class ReportBuilder {
  readonly report: ReadReport;

  constructor(dataset: string, file: string) {
    this.report = {
      dataset,
      file,
      read: 0,
      kept: 0,
      repaired: 0,
      rejected: 0,
      flagged: 0,
      issues: [],
      issuesOmitted: 0,
    };
  }

  read(): void {
    this.report.read++;
  }

  kept(): void {
    this.report.kept++;
  }

  reject(row: number | null, column: string | null, value: unknown, reason: string): void {
    this.report.rejected++;
    this.list('rejected', row, column, value, reason);
  }

  repair(row: number | null, column: string | null, value: unknown, reason: string): void {
    this.report.repaired++;
    this.list('repaired', row, column, value, reason);
  }

  flag(row: number | null, column: string | null, value: unknown, reason: string): void {
    this.report.flagged++;
    this.list('flagged', row, column, value, reason);
  }

  private list(kind: IssueKind, row: number | null, column: string | null, value: unknown, reason: string) {
    if (this.report.issues.length >= MAX_LISTED) {
      this.report.issuesOmitted++;
      return;
    }
    const text = value === null || value === undefined ? null : String(value).slice(0, MAX_VALUE);
    this.report.issues.push({ kind, file: this.report.file, row, column, value: text, reason });
  }
}
