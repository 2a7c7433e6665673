import { createMeasuringThread } from '../../src/runs/measuring-thread.ts';
import { makeInput } from '../checks/support.ts';

const { measurements } = await createMeasuringThread().measure(makeInput({}));
process.stdout.write(`${measurements.length} measured`);
