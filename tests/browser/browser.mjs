// browser.mjs - headless Chromium, told what to do over a pipe (its DevTools protocol).
//
// No network: the browser gets pages as files and resolves no host.  It ends with us.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export async function openBrowser(program) {
  const profile = mkdtempSync(join(tmpdir(), 'pfq-browser-'))
  const child = spawn(program, [
    '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND', '--hide-scrollbars', '--font-render-hinting=none',
    `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank'
  ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
  const waiting = new Map() // by id of the request
  const events = [] // {session, method, take}
  let last = 0
  let rest = Buffer.alloc(0)

  const fail = (why) => { for (const w of waiting.values()) w.reject(new Error(why)); waiting.clear() }
  child.on('error', (error) => fail(`the browser does not start: ${error.message}`))
  child.on('exit', (code) => fail(`the browser ended (${code})`))

  function take(message) {
    if (message.id !== undefined) {
      const w = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.error) w?.reject(new Error(`${w.method}: ${message.error.message}`))
      else w?.resolve(message.result)
      return
    }
    for (const e of events) {
      if (e.session === message.sessionId && e.method === message.method) e.take(message.params)
    }
  }

  child.stdio[4].on('data', (data) => {
    rest = Buffer.concat([rest, data])
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      take(JSON.parse(rest.subarray(0, end).toString()))
      rest = rest.subarray(end + 1)
    }
  })

  function send(method, params = {}, sessionId) {
    const id = ++last
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject, method })
      child.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0')
    })
  }

  async function openPage() {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
    const page = {
      send: (method, params) => send(method, params, sessionId),
      on: (method, take) => events.push({ session: sessionId, method, take }),
      async run(expression) {
        const answer = await page.send('Runtime.evaluate',
          { expression, awaitPromise: true, returnByValue: true })
        if (answer.exceptionDetails) {
          throw new Error(answer.exceptionDetails.exception?.description ?? 'exception')
        }
        return answer.result.value
      },
      async go(url) {
        const loaded = new Promise((resolve) => page.on('Page.loadEventFired', resolve))
        await page.send('Page.navigate', { url })
        await loaded
      }
    }
    await page.send('Page.enable')
    await page.send('Runtime.enable')
    await page.send('Network.enable')
    return page
  }

  async function close() {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null) {
      await send('Browser.close').catch(() => {})
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
      await gone
      clearTimeout(timer)
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }

  return { openPage, close }
}
