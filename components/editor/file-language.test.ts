import { expect, it } from 'vitest'
import { endingLanguage, fileLanguage, modelPath } from './file-language.ts'

const profile = { editorLanguage: 'cpp', extensions: ['.cpp', '.h', '.sql'] }

it.each([
  ['a.cpp', false, 'cpp'],
  ['lib/a.h', false, 'cpp'],
  ['query.sql', false, 'cpp'],
  ['notes', true, 'cpp'],
  ['notes', false, 'plaintext'],
  ['a.JSON', false, 'json'],
  ['lib.json/data', false, 'plaintext'],
  ['.md', false, 'markdown'],
])('takes %s (main file: %s) for %s', (name, isMain, language) => {
  expect(fileLanguage(profile, name, isMain)).toBe(language)
})

it.each([
  ['a.PY', 'py'],
  ['lib/a.md', 'markdown'],
  ['Makefile', 'plaintext'],
  ['lib.json/data', 'plaintext'],
  ['ends.', 'plaintext'],
])('takes %s for %s by its name alone', (name, language) => {
  expect(endingLanguage(name)).toBe(language)
})

it('names files so that no two are the same address', () => {
  expect(modelPath('x', 'a b/c#1%20.x')).toBe('x/a%20b/c%231%2520.x')
})
