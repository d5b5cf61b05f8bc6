// Runs the TypeScript compiler over the page's modules and fails on every fault that is not in a
// file still waiting for its types, and on every file that waits without need.

import {spawnSync} from 'node:child_process';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';

/** Files of conflict_map/web/static that are being rewritten, or that wait for the types of one that is. */
const WAITING = [
  'card.js', 'download.js', 'facets.js', 'filters.js', 'list.js', 'marks.js', 'page.js', 'payload.js', 'timeline.js',
  'columns.js', 'search.js', 'start.js', 'texts.js',
  'about.js', 'address.js', 'canvas.js', 'draw.js', 'key.js',
];

const folder = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
const {status, stdout, stderr} = spawnSync(process.execPath, [join(folder, 'bin', 'tsc'), '--pretty', 'false'], {encoding: 'utf8'});

/** A fault begins on a line of its own; the lines that explain it are indented. */
const faults = stdout.split(/\r?\n(?! )/).filter(Boolean);
const waits = fault => WAITING.find(name => fault.startsWith('conflict_map/web/static/' + name + '('));
const own = faults.filter(fault => !waits(fault));
const ready = WAITING.filter(name => !faults.some(fault => waits(fault) === name));

for (const fault of own) console.error(fault);
for (const name of ready) console.error(`tests/web/js/types.js: ${name} passes: take it off WAITING`);
if (stderr) console.error(stderr);
if (own.length || ready.length || stderr || (status && !faults.length)) process.exit(1);
console.log(`types: ${faults.length} faults in ${WAITING.length} files that wait, none elsewhere`);
