import { clientSuite } from './suite.js';

clientSuite('telegram');
