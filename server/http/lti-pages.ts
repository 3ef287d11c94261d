import type { Chosen, ExerciseChoice } from '../lti/lti.ts'

/** A page of its own, small enough to be written here: it is shown in a frame of a course system, before any exercise. */
export type LtiPage = { readonly html: string; readonly policy: string }

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 40rem; padding: 0 1rem }
h1 { font-size: 1.25rem }
ul { list-style: none; padding: 0 }
li { margin: 0 0 .25rem }
a.go, button { display: inline-block; font: inherit; color: inherit; background: none; padding: .5rem .75rem; border: 1px solid currentColor; border-radius: .375rem; text-decoration: none; text-align: left; cursor: pointer }
li button { width: 100% }
a.go:hover, button:hover, a.go:focus-visible, button:focus-visible { outline: 2px solid; outline-offset: 1px }`

/** Asks somebody to say that it is them, where the browser could not show that. */
export function askPage(who: string, path: string, nonce: string, frames: string): LtiPage {
  return page(
    'Continue',
    `<h1>You go on as ${escaped(who)}</h1>
<p>What you do counts for ${escaped(who)} in your course. If that is not you, close this page and open the exercise from your course again.</p>
<p><a class="go" href="${escaped(path)}">Go on as ${escaped(who)}</a></p>`,
    { nonce, frames },
  )
}

export function teacherPage(path: string, classPath: string, nonce: string, frames: string): LtiPage {
  return page(
    'For teachers',
    `<h1>You teach this course</h1>
<p><a class="go" href="${escaped(path)}">Open the exercise</a></p>
<p><a class="go" href="${escaped(classPath)}" target="_blank" rel="noopener">See the class, in a page of its own</a></p>
<p>Students of the course come to the exercise at once. The link to the class is for teachers alone.</p>`,
    { nonce, frames },
  )
}

export function choosingPage(ticket: string, exercises: readonly ExerciseChoice[], nonce: string, frames: string): LtiPage {
  const entries = exercises.map(
    ({ slug, title, points }) =>
      `<li><button name="exercise" value="${escaped(slug)}">${escaped(title)} (${points} ${points === 1 ? 'point' : 'points'})</button></li>`,
  )
  return page(
    'Choose an exercise',
    `<h1>Choose an exercise</h1>
<form method="post" action="/lti/choose">
<input type="hidden" name="ticket" value="${escaped(ticket)}">
<ul>
${entries.join('\n')}
</ul>
</form>`,
    { nonce, frames, forms: `'self'` },
  )
}

/** Sends the choice on by itself; by a button where there are no scripts. */
export function chosenPage({ url, jwt }: Chosen, nonce: string, frames: string, origins: readonly string[]): LtiPage {
  return page(
    'Back to your course',
    `<form id="chosen" method="post" action="${escaped(url)}">
<input type="hidden" name="JWT" value="${escaped(jwt)}">
<p><button>Back to your course</button></p>
</form>
<script nonce="${nonce}">document.getElementById('chosen').submit()</script>`,
    // The course system may lead the browser on to another of its hosts.
    { nonce, frames, forms: origins.join(' '), scripts: true },
  )
}

export function faultPage(message: string, nonce: string): LtiPage {
  // It says nothing of anybody and does nothing: whoever shows it may show it.
  return page('This does not work', `<h1>This does not work</h1>\n<p>${escaped(message)}</p>`, { nonce, frames: '' })
}

type Parts = { readonly nonce: string; readonly frames: string; readonly forms?: string; readonly scripts?: boolean }

function page(title: string, body: string, { nonce, frames, forms = `'none'`, scripts = false }: Parts): LtiPage {
  const policy = [
    `default-src 'none'`,
    `style-src 'nonce-${nonce}'`,
    ...(scripts ? [`script-src 'nonce-${nonce}'`] : []),
    `form-action ${forms}`,
    `base-uri 'none'`,
    ...(frames === '' ? [] : [frames]),
  ]
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)} – Glovebox</title>
<style nonce="${nonce}">${STYLE}</style>
<main>
${body}
</main>
</html>
`
  return { html, policy: policy.join('; ') }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
