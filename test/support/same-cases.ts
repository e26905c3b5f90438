/** The same cases for every property, whenever and wherever the tests run. */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: 20_261_122 });
