import { openMemoryStore } from '../../src/storage/memory-adapter.ts';
import { adapterSuite } from './adapter-suite.ts';

adapterSuite('memory', async (now) => openMemoryStore(now));
