#!/usr/bin/env node
/** The door: nothing is loaded before it is sure that this Node can run it. */
import * as nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const nodeMajorMin = 24;
const { node } = process.versions;

if (Number.parseInt(node, 10) < nodeMajorMin) {
  process.stderr.write(
    `breakglass: expected Node ${nodeMajorMin} or newer, found ${node}; install a newer Node, or start it with one that is there\n`,
  );
  process.exitCode = 3;
} else {
  // Half of a short run is compiling; Node keeps the result in the temporary folder, under a hash of the source. Worker
  // threads look at the variable only.
  process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'node-compile-cache');
  nodeModule.enableCompileCache();
  // Whoever reads the result may stop early, such as `head`: that is no defect, and the exit code still tells the verdict.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(
      `stdout: expected a place for the result, but writing failed (${error.code ?? error.message}); name another one\n`,
    );
    process.exit(3);
  });
  const { runProgram } = await import('./program.ts');
  process.exitCode = await runProgram(process.argv.slice(2));
}
