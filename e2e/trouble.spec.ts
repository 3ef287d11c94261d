import { expect, Playground, test } from './playground.ts'
import { startServer } from './server.ts'

// Chromium writes every request that fails into the console; these tests make them fail. The editor throws the event that says that a worker of its own
// could not be loaded.
test.use({ expected: /^(Error)?Event$|Failed to load resource|WebSocket connection|ChunkLoadError|Failed to load chunk|failed to load/ })

test('when the editor cannot be loaded, a plain one takes its place', async ({ playground, page }) => {
  await page.route('**/_next/static/chunks/*.js', async route => {
    const response = await route.fetch()
    // The editor is by far the largest part of the page.
    if ((await response.body()).length > 1_000_000) await route.abort()
    else await route.fulfill({ response })
  })
  await page.goto(playground.url)
  const field = page.locator('textarea[aria-label="Code editor"]')
  await expect(field).toHaveValue(/What is your name/)
  await field.fill('print("plain")')
  await playground.run.click()
  await playground.shows('plain')
  await playground.says(/^Finished/)
  // What is still on its way must not be looked at once the page has gone.
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('when Share cannot be loaded the page says so, and what runs goes on', async ({ playground, page }) => {
  await playground.start('print("running")\ninput()')
  await playground.shows('running')
  await page.route('**/_next/**', route => route.abort())
  const share = page.getByRole('button', { name: 'Share', exact: true })
  await share.click()
  await expect(page.getByRole('alert').filter({ hasText: 'Sharing could not be loaded' })).toBeVisible()
  await playground.says(/^Running/)
  await playground.shows('running')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await share.click()
  await expect(page.getByRole('dialog', { name: 'Share' })).toBeVisible()
})

test('a page of which a part could not be loaded is whole again after one press', async ({ playground, page }) => {
  await page.route('**/_next/static/chunks/*.js', async route => {
    const response = await route.fetch()
    // The terminal.
    if ((await response.text()).includes('xterm-viewport')) await route.abort()
    else await route.fulfill({ response })
  })
  await page.goto(playground.url)
  await expect(page.getByRole('heading', { name: 'The page broke' })).toBeVisible()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.getByRole('button', { name: 'Load it again' }).click()
  await playground.ready()
})

test('without WebGL the terminal draws with elements', async ({ playground, page }) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null
  })
  await playground.start('print("drawn with elements")')
  await playground.shows('drawn with elements')
  await expect(page.locator('.xterm-rows')).toContainText('drawn with elements')
})

test('while the server is away the page says so, keeps the text, and goes on by itself', async ({ page }) => {
  const first = await startServer()
  const port = new URL(first.url).port
  const playground = new Playground(page, first.url)
  await playground.start('print("running")\ninput()')
  await playground.shows('running')
  await page.waitForLoadState('networkidle')
  await first.stop()
  await playground.says('Connection lost. Trying again…')
  await using _second = await startServer({ GLOVEBOX_PORT: port })
  await expect(page.getByRole('alert').filter({ hasText: 'the program was stopped. Your text is safe.' })).toBeVisible()
  await expect(playground.run).toBeEnabled()
  await playground.run.click()
  await playground.shows('running')
})

test('Run without a connection is refused with a sentence, and works once the connection is back', async ({ page }) => {
  const first = await startServer()
  const port = new URL(first.url).port
  const playground = new Playground(page, first.url)
  await playground.open('print("later")')
  // The editor's workers are still on their way when the page can be used already.
  await page.waitForLoadState('networkidle')
  await first.stop()
  await playground.says('Connection lost. Trying again…')
  await playground.run.click()
  await expect(page.getByRole('alert').filter({ hasText: 'Your text is safe' })).toBeVisible()
  await using _second = await startServer({ GLOVEBOX_PORT: port })
  await expect(playground.status).toHaveAttribute('data-phase', 'none')
  await playground.run.click()
  await playground.shows('later')
})

test('when all boxes are taken, the page tells the place in the queue', async ({ page }) => {
  await using server = await startServer({ GLOVEBOX_MAX_BOXES: '2', GLOVEBOX_WARM_BOXES: '0', GLOVEBOX_BOX_IDLE_SECONDS: '600' })
  const [one, two, three] = await Promise.all(
    [page, await page.context().newPage(), await page.context().newPage()].map(async tab => {
      const playground = new Playground(tab, server.url)
      await playground.open('input("waiting")')
      return playground
    }),
  )
  if (!one || !two || !three) throw new Error('three tabs')
  for (const tab of [one, two]) {
    await tab.run.click()
    await tab.shows('waiting')
  }
  await three.run.click()
  await three.says('Waiting for a box: you are next')
  await one.stop.click()
  // A box between two runs is given to whoever waits.
  await three.shows('waiting')
  await three.says('Running')
})
