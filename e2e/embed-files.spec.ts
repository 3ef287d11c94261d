import type { Frame, Page } from '@playwright/test'
import { FrameMessage } from '../components/embed/messages.ts'
import { readPrivate } from '../components/share/private-link.ts'
import { editorOf, faults, frameOf, prints, share, test } from './blog.ts'
import { expect } from './playground.ts'

const HELPER = 'def cities():\n    return ["Oslo"]\n'
const MAIN = 'import helper\nprint(helper.cities(), len(open("data.bin", "rb").read()))\n'
/** The main file, one that it imports, one with lines as Windows ends them, and one that is no text. */
const FILES = [
  { name: 'helper.py', content: HELPER },
  { name: 'main.py', content: MAIN },
  { name: 'rows.csv', content: 'a\r\nb\r\n' },
  { name: 'data.bin', content: Buffer.alloc(2048).toString('base64'), encoding: 'base64' },
]

const tabs = (frame: Frame) => frame.getByRole('tab')
const tab = (frame: Frame, name: string | RegExp) => frame.getByRole('tab', { name })

/** What stands behind the cursor in its line. */
const afterCursor = (frame: Frame) =>
  frame.evaluate(() => {
    const { anchorNode, anchorOffset } = getSelection() ?? {}
    const line = anchorNode?.parentElement?.closest('.cm-line')
    if (!anchorNode || !line) return null
    const rest = document.createRange()
    rest.setStart(anchorNode, anchorOffset ?? 0)
    rest.setEnd(line, line.childNodes.length)
    return rest.toString()
  })

/** Opens a page with a frame of a snippet in it. */
async function open(page: Page, address: string, write: (examples: string) => string, width = 600): Promise<Frame> {
  await page.goto(write(`<iframe src="${address}" title="Example" width="${width}" height="480"></iframe>`))
  const frame = page.frame({ url: /\/embed/ })
  if (!frame) throw new Error('there is no frame')
  await expect(frame.getByRole('button', { name: 'Run' })).toBeEnabled()
  return frame
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every file of a snippet is a tab, is edited and runs (${colorScheme})`, async ({ page, blog, server, context }) => {
    await page.emulateMedia({ colorScheme })
    const id = await share(page, server.url, '', { files: FILES })
    const frame = await open(page, `${server.url}/embed/${id}`, examples => `${blog.url}${blog.write(server.url, examples)}`)
    await expect(tabs(frame)).toHaveText(['main.py', 'helper.py', 'rows.csv', 'data.bin'])
    await expect(tab(frame, 'main.py, main file')).toHaveAttribute('aria-selected', 'true')
    await expect(frame.getByRole('tabpanel', { name: 'main.py' })).toContainText('import helper')
    // To be read, nothing is loaded.
    expect(await frame.locator('.cm-editor').count()).toBe(0)
    expect(await faults(page)).toEqual([])

    await tab(frame, 'helper.py').click()
    await expect(editorOf(frame)).toContainText('return ["Oslo"]')
    await editorOf(frame).click()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.type(', "Vienna"')
    await page.keyboard.press('Control+Enter')
    await prints(frame, /^\['Oslo', 'Vienna'\] 2048$/)
    expect(await faults(page)).toEqual([])

    // Each has its own steps to undo, and its cursor.
    await tab(frame, 'rows.csv').click()
    await expect(editorOf(frame)).toHaveText('ab')
    await tab(frame, 'data.bin').click()
    await expect(frame.getByText('2 KB, binary')).toBeVisible()
    await expect(editorOf(frame)).toHaveCount(0)
    expect(await faults(page)).toEqual([])
    await tab(frame, /main\.py/).click()
    await expect(editorOf(frame)).toContainText('import helper')
    await editorOf(frame).press('Control+z')
    await expect(editorOf(frame)).toContainText('import helper')
    await tab(frame, 'helper.py').click()
    await expect(editorOf(frame)).toContainText('"Vienna"')
    await editorOf(frame).focus()
    await expect.poll(() => afterCursor(frame)).toBe(']')
    await page.keyboard.type('!')
    await expect(editorOf(frame)).toContainText('"Vienna"!]')
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect(editorOf(frame)).not.toContainText('Vienna')
    await page.keyboard.press('Control+y')
    await expect(editorOf(frame)).toContainText('Vienna')

    const [other] = await Promise.all([context.waitForEvent('page'), frame.getByRole('link', { name: /Open in Glovebox/ }).click()])
    await other.waitForURL(/#code=/)
    const carried = readPrivate(new URL(other.url()).hash)?.content
    expect(carried?.files.map(({ name, encoding }) => [name, encoding])).toEqual([
      ['main.py', undefined],
      ['helper.py', undefined],
      ['rows.csv', undefined],
      ['data.bin', 'base64'],
    ])
    // To look at a file changes nothing in it.
    expect(carried?.files[2]?.content).toBe('a\r\nb\r\n')
    expect(carried?.files[1]?.content).toContain('Vienna')
    await other.close()

    await frame.getByRole('button', { name: 'Reset' }).click()
    await expect(editorOf(frame)).not.toContainText('Vienna')
    await expect(tab(frame, 'helper.py')).toHaveAttribute('aria-selected', 'true')
    await expect(frame.getByRole('link', { name: /Open in Glovebox/ })).toHaveAttribute('href', `/?snippet=${id}`)
  })
}

test('tabs are gone through by the keyboard, in a narrow frame, whatever their names', async ({ page, blog, server }) => {
  const long = `${'a-long-name-'.repeat(7)}.txt`
  const files = [
    { name: 'main.py', content: 'print(1)' },
    { name: long, content: 'long' },
    ...'abcdef'.split('').map(char => ({ name: `folder/${char}.md`, content: char })),
  ]
  const id = await share(page, server.url, '', { files })
  const frame = await open(page, `${server.url}/embed/${id}`, examples => `${blog.url}${blog.write(server.url, examples)}`, 320)
  await tab(frame, /main\.py/).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(tab(frame, 'folder/f.md')).toBeFocused()
  await expect(tab(frame, 'folder/f.md')).toHaveAttribute('aria-selected', 'true')
  await expect(tab(frame, 'folder/f.md')).toBeInViewport({ ratio: 0.9 })
  await expect(editorOf(frame)).toHaveText('f')
  await page.keyboard.press('ArrowRight')
  await expect(tab(frame, /main\.py/)).toBeFocused()
  await page.keyboard.press('End')
  await expect(tab(frame, 'folder/f.md')).toBeFocused()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(tab(frame, long)).toBeFocused()
  await expect(editorOf(frame)).toHaveText('long')
  expect((await tab(frame, long).boundingBox())?.width).toBeLessThan(200)
  expect(await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  // One stop for all tabs; the next is the code.
  await page.keyboard.press('Tab')
  await expect(editorOf(frame)).toBeFocused()
  // After Escape, the editor gives the next Tab away, for two seconds.
  await expect(async () => {
    await editorOf(frame).focus()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+Tab')
    await expect(tab(frame, long)).toBeFocused({ timeout: 1000 })
  }).toPass()
  expect(await faults(page)).toEqual([])
})

test('each file stays scrolled to where it was', async ({ page, blog, server }) => {
  const lines = (word: string) => Array.from({ length: 200 }, (_, at) => `# ${word} ${at}`).join('\n')
  const files = ['main.py', 'other.py'].map(name => ({ name, content: lines(name) }))
  const id = await share(page, server.url, '', { files })
  const frame = await open(page, `${server.url}/embed/${id}`, examples => `${blog.url}${blog.write(server.url, examples)}`)
  const scroller = frame.locator('.cm-scroller')
  const top = () => scroller.evaluate(place => Math.round(place.scrollTop))
  await frame.getByRole('button', { name: 'Edit' }).click()
  await scroller.evaluate(place => place.scrollTo(0, 1500))
  await expect(frame.getByText('# main.py 75', { exact: true })).toBeAttached()
  await tab(frame, 'other.py').click()
  await expect(frame.getByText('# other.py 0', { exact: true })).toBeInViewport()
  expect(await top()).toBe(0)
  await tab(frame, /main\.py/).click()
  // Lines that are measured meanwhile may be a little higher than they were thought to be.
  await expect.poll(async () => Math.abs((await top()) - 1500)).toBeLessThan(100)
})

test('files of the page are tabs beside code with parts that are not shown', async ({ page, blog, server }) => {
  const example = `<glovebox-snippet language="python" files="helper.py=#helper">
    <template slot="setup">limit = 2</template>
    <pre><code>import helper
print(helper.twice(limit) + missing)</code></pre>
    <template slot="teardown">print("never seen")</template>
  </glovebox-snippet>
  <template id="helper">
    def twice(n):
        return n * 2
  </template>`
  await page.goto(`${blog.url}${blog.write(server.url, example)}`)
  await page.getByRole('button', { name: 'Run' }).click()
  const frame = await frameOf(page)
  await prints(frame, /line 3, in <module>/)
  // The server has told what the language calls it.
  await expect(tabs(frame)).toHaveText(['main.py', 'helper.py'])
  await expect(editorOf(frame)).not.toContainText('limit = 2')
  const first = frame.locator('.cm-lineNumbers .cm-gutterElement:visible').filter({ hasText: /^\d+$/ }).first()
  await expect(first).toHaveText('2')
  await tab(frame, 'helper.py').click()
  await expect(editorOf(frame)).toContainText('return n * 2')
  await expect(first).toHaveText('1')
})

test('one file has no tabs', async ({ page, blog, server }) => {
  const id = await share(page, server.url, 'print(1)')
  const frame = await open(page, `${server.url}/embed/${id}`, examples => `${blog.url}${blog.write(server.url, examples)}`)
  await frame.getByRole('button', { name: 'Edit' }).click()
  await expect(editorOf(frame)).toBeFocused()
  expect(await frame.locator('[role=tab], [role=tablist], [role=tabpanel]').count()).toBe(0)
})

test('files that only run are read in their tabs, too', async ({ page, blog, server }) => {
  const id = await share(page, server.url, '', { files: FILES })
  const frame = await open(page, `${server.url}/embed/${id}?readonly`, examples => `${blog.url}${blog.write(server.url, examples)}`)
  await tab(frame, 'helper.py').click()
  await frame.getByText('return ["Oslo"]').click()
  await page.keyboard.type('broken')
  await frame.getByRole('button', { name: 'Run' }).click()
  await prints(frame, /^\['Oslo'\] 2048$/)
  await expect(frame.getByText('broken')).toHaveCount(0)
})

test('pages set and ask for files by their names', async ({ page, blog, server }) => {
  await page.addInitScript(() => {
    const heard: unknown[] = []
    Object.assign(window, { heard })
    addEventListener('message', ({ data }) => heard.push(data))
  })
  const frame = await (async () => {
    await page.goto(
      `${blog.url}${blog.write(server.url, `<iframe src="${server.url}/embed" title="Example" width="600" height="480"></iframe>`)}`,
    )
    const found = page.frame({ url: /\/embed/ })
    if (!found) throw new Error('there is no frame')
    return found
  })()
  const heard = async () => {
    const messages = await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)
    return messages.map(message => FrameMessage.parse(message))
  }
  const last = async (type: string) => (await heard()).filter(message => message.type === type).at(-1)
  const count = async (type: string) => (await heard()).filter(message => message.type === type).length
  const say = (message: object) =>
    page.evaluate(
      ([message, origin]) => document.querySelector('iframe')?.contentWindow?.postMessage({ glovebox: 1, ...message }, origin),
      [message, server.url] as const,
    )
  await expect.poll(() => count('ready')).toBe(1)
  await say({ type: 'getFiles' })
  await expect.poll(() => last('refused')).toMatchObject({ message: 'There is no code yet: it comes by load.' })
  const files = [{ name: 'helper.py', content: 'n = 1' }]
  await say({ type: 'load', language: 'python', code: 'import helper\nprint(helper.n + k)', setup: 'k = 1', files })
  await expect.poll(() => count('loaded')).toBe(1)
  await say({ type: 'setFile', name: 'helper.py', content: 'n = 40' })
  await say({ type: 'setFile', name: 'zeros.bin', content: 'AAAA', encoding: 'base64' })
  await say({ type: 'setFile', content: 'import helper\nprint(helper.n + k, open("zeros.bin", "rb").read())' })
  await say({ type: 'run' })
  await expect.poll(() => last('exited')).toMatchObject({ output: "41 b'\\x00\\x00\\x00'\r\n" })
  await say({ type: 'focus', name: 'helper.py' })
  await expect(tab(frame, 'helper.py')).toHaveAttribute('aria-selected', 'true')
  await expect(editorOf(frame)).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('2')
  await say({ type: 'getFiles' })
  await expect
    .poll(() => last('files'))
    .toEqual({
      glovebox: 1,
      type: 'files',
      code: 'import helper\nprint(helper.n + k, open("zeros.bin", "rb").read())',
      files: [
        { name: 'helper.py', content: 'n = 402' },
        { name: 'zeros.bin', content: 'AAAA', encoding: 'base64' },
      ],
    })
  await say({ type: 'setFile', name: '../evil', content: '' })
  await expect.poll(() => last('refused')).toMatchObject({ message: '"../evil" is not a relative file name.' })
  await say({ type: 'focus', name: 'none.py' })
  await expect.poll(() => last('refused')).toMatchObject({ message: 'There is no file "none.py".' })
  await say({ type: 'reset' })
  await expect(tabs(frame)).toHaveText(['main.py', 'helper.py'])
  await expect(editorOf(frame)).toHaveText('n = 1')

  // What cannot be taken changes nothing, and another example is as good as the first.
  await say({ type: 'load', language: 'python', code: 'x', files: [...files, ...files] })
  await expect.poll(() => last('refused')).toMatchObject({ message: 'There is a file "helper.py" already.' })
  await expect(editorOf(frame)).toHaveText('n = 1')
  await say({ type: 'load', language: 'python', name: 'a.py', code: 'print("second")' })
  await expect.poll(() => count('loaded')).toBe(2)
  await expect(tabs(frame)).toHaveCount(0)
  await say({ type: 'getFiles' })
  await expect.poll(() => last('files')).toEqual({ glovebox: 1, type: 'files', name: 'a.py', code: 'print("second")', files: [] })
})

test('an example that cannot be taken says why, and stays a block', async ({ page, blog, server }) => {
  const example = `<glovebox-snippet language="python" files="part.py=#part part.py=#part"><pre><code>print(1)</code></pre></glovebox-snippet>
  <template id="part">a = 1</template>`
  await page.goto(`${blog.url}${blog.write(server.url, example)}`)
  await page.getByRole('button', { name: 'Run' }).click()
  await expect(page.getByRole('alert')).toHaveText('There is a file "part.py" already.')
  await expect(page.getByRole('button', { name: 'Run' })).toBeFocused()
  await expect(page.getByText('print(1)')).toBeVisible()
})
