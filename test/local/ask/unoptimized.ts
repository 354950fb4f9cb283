import { setFlagsFromString } from 'node:v8';

// Imported before anything that loads the SQL parser: optimizing that takes longer than all the questions of a test.
setFlagsFromString('--liftoff-only');
