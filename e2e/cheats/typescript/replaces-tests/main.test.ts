import { test } from 'node:test'

test('small', () => {})
test('large', () => {})
