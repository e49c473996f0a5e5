import { longRecord } from './in-browser/long-record.ts';
for (const y of process.argv.slice(2)) {
  const r = await longRecord(Number(y), (l) => console.log(new Date().toISOString(), l));
  console.log(
    Object.entries(r.rows)
      .map(([k, v]) => `${k} ${v.length}`)
      .join(', '),
  );
}
