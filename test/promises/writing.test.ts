import { describe } from 'vitest';
import { checkPromises } from './check.js';
import { NOT_HERE, WRITING } from './writing.js';

const TOPICS = ['policy', 'safety', 'confirmation', 'batch', 'lane', 'bot', 'sending', 'gate'];

describe('what is promised of writing', () => checkPromises(WRITING, TOPICS, NOT_HERE));
