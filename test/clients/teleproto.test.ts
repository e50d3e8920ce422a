import { clientSuite } from './suite.js';

clientSuite('teleproto');
