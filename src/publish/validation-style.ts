/**
 * Style of the report. Text and marks have a contrast of 4.5 or more on white; what colour tells, shape tells too
 * (dashed, square, hollow), for print in grey and for who does not see colours.
 */
export const REPORT_STYLE = [
  'body{font:1rem/1.55 system-ui,sans-serif;color:#1b1b1f;background:#fff;max-width:66rem;margin:2rem auto;padding:0 1rem}',
  'h1,h2,h3{line-height:1.25}h2{margin-top:2.2rem;border-bottom:1px solid #c9c9d1;padding-bottom:.2rem}',
  'a{color:#0b5394}a:focus-visible{outline:3px solid #b45309;outline-offset:2px}',
  '.notice{border-left:.35rem solid #b45309;background:#fff7ed;padding:.6rem 1rem;font-size:1.1rem}',
  '.mind{border-left:.35rem solid #4a4a55;padding:.1rem 1rem;margin:1rem 0;font-size:.92rem}.mind ul{padding-left:1rem;margin:.4rem 0}',
  'table{border-collapse:collapse;font-size:.86rem;line-height:1.4}caption{text-align:left;padding:.3rem 0;color:#4a4a55}',
  'th,td{padding:.25rem .55rem;text-align:left;vertical-align:top;border-bottom:1px solid #dedee4}thead th{border-bottom:2px solid #4a4a55;vertical-align:bottom}',
  'tbody th{font-weight:600}th small{font-weight:400;color:#4a4a55}.text{min-width:15rem}.number{text-align:right;font-variant-numeric:tabular-nums}.facts td{overflow-wrap:anywhere}.facts th{white-space:nowrap}',
  '.wide{overflow-x:auto}figure{margin:1.4rem 0}figcaption{font-size:.86rem;color:#4a4a55}svg{width:100%;height:auto;display:block}',
  'svg text{font:11px system-ui,sans-serif;fill:#1b1b1f}svg .panel{font-weight:600;font-size:12px}svg .code{font-size:10px;paint-order:stroke;stroke:#fff;stroke-width:3px}',
  '.rule{stroke:#e4e4ea;stroke-width:1}.zero{stroke:#4a4a55;stroke-width:1}.diagonal{stroke:#4a4a55;stroke-width:1;stroke-dasharray:2 3}',
  '.dot{fill:#0b5394;stroke:#0b5394;stroke-width:1.2}.dot.estimated{fill:#fff}',
  '.curve{fill:none;stroke:#0b5394;stroke-width:1.8}.curve.reference{stroke:#b45309;stroke-dasharray:5 3}.mark.reference{fill:#fff;stroke:#b45309;stroke-width:1.4}',
  '@page{margin:14mm}@media print{body{max-width:none;margin:0;padding:0;font-size:10pt}figure,tr{break-inside:avoid}h2,h3,caption{break-after:avoid}thead{display:table-header-group}.wide{overflow:visible}.wide table{font-size:7pt}.wide th,.wide td{padding:.12rem .22rem}.text{min-width:7rem}}',
].join('\n');
