import { test } from 'node:test'

test('hidden', () => {})
