// What stands in deploy/ fits the server: settings, commands, routes, ports, figures, files and secrets.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

import { parse } from 'yaml'

import { openEditor } from './editors.mjs'
import { startServer, until } from './harness.mjs'
import { figures, sharedSettings } from './nodes.mjs'
import { COMPOSE, ROOT, compose, files, interpolated, manifests, pods, read, seconds, settings, texts } from './shipped.mjs'

const run = promisify(execFile)
const renexus = (args, env = {}) => run(process.env.RENEXUS_BIN, args, { env: { ...process.env, ...env } })

/** The services of all files of compose, by name. */
const services = COMPOSE.flatMap((file) => Object.entries(compose(file).services).map(([name, service]) => ({ file, name, ...service })))
const servers = services.filter(({ image }) => image.startsWith('renexus:'))
const stopping = Number(settings().get('server.shutdown_seconds'))

/** Values for everything that `make-env` makes. */
async function made () {
  const { stdout } = await run(join(ROOT, 'deploy/compose/make-env'))
  const lines = stdout.split('\n').filter((line) => /^\w+=/.test(line))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

test('every variable of the server that is named anywhere is a setting', () => {
  const known = settings()
  const pages = [...files('deploy'), ...files('docs').filter((path) => path.endsWith('.md')), 'README.md', 'Dockerfile']
  let named = 0
  for (const path of pages) {
    for (const [whole, section, key] of read(path).matchAll(/\bRENEXUS__([A-Z]+)__([A-Z_]+)/g)) {
      if (whole === 'RENEXUS__SECTION__KEY') continue
      named++
      assert.ok(known.has(`${section}.${key}`.toLowerCase()), `${path} names ${whole}, which is no setting`)
    }
  }
  assert.ok(named > 20, `only ${named} were found`)
})

test('the server accepts the settings that it is given', async () => {
  const env = await made()
  for (const { file, name, environment = {} } of servers) {
    const values = Object.entries(environment).map(([key, value]) => [key, interpolated(value, env)])
    await assert.doesNotReject(renexus(['config', 'check'], Object.fromEntries(values)), `${name} of ${file}`)
  }
  const maps = manifests().filter(({ kind }) => kind === 'ConfigMap')
  assert.equal(maps.length, 1)
  for (const { data } of maps) await assert.doesNotReject(renexus(['config', 'check'], data))
})

test('every secret is required, has no default, and is made by make-env or left to the operator', async () => {
  const [env, other] = [await made(), await made()]
  const secret = /(PASSWORD|SECRET|KEY|_KEY_ID)$/
  const theirs = ['PAGERDUTY_ROUTING_KEY', 'ALERT_WEBHOOK_URL', 'ALERT_MAIL_PASSWORD']
  const required = new Set()
  for (const file of COMPOSE) {
    for (const [path, text] of texts(compose(file))) {
      for (const [, name, kind] of text.matchAll(/(?<!\$)\$\{(\w+)(?::([-?]))?/g)) {
        if (kind === '?') required.add(name)
        assert.ok(kind === '?' || !secret.test(name), `${file}: ${path.join('.')}: ${name} has to be required, with \${${name}:?…}`)
      }
      const isSecret = path.includes('environment') && secret.test(path.at(-1)) && !theirs.includes(text)
      if (isSecret) assert.match(text, /^\$\{\w+:\?[^}]+\}$/, `${file}: ${path.join('.')} is a secret, and stands there`)
      assert.doesNotMatch(text, /:\/\/[^/\s]*:[^$/@\s][^/@\s]*@/, `${file}: ${path.join('.')} holds a password`)
    }
  }
  assert.ok(required.size >= 5, [...required].join())
  for (const name of required) {
    assert.ok(env[name]?.length >= 20, `make-env makes no ${name}`)
    assert.notEqual(env[name], other[name], `${name} is the same twice`)
  }
  const mounted = Object.values(compose('watch.yaml').secrets).map(({ environment }) => environment)
  assert.deepEqual(mounted, theirs)
  for (const name of theirs) assert.equal(env[name], '')
  const alerting = [...read('deploy/alertmanager/alertmanager.yml').matchAll(/\/run\/secrets\/(\w+)/g)].map(([, name]) => name)
  assert.deepEqual(alerting.sort(), Object.keys(compose('watch.yaml').secrets).sort())
  assert.ok(!manifests().some(({ kind }) => kind === 'Secret'), 'a Secret is made by its operator')
})

test('every file that is mounted, built or included is there', () => {
  const base = 'deploy/compose'
  const there = (path) => assert.ok(existsSync(join(ROOT, normalize(join(base, path)))), `${path} is not there`)
  for (const file of COMPOSE) {
    for (const path of compose(file).include ?? []) there(path)
  }
  for (const { file, name, volumes = [], networks = {}, build } of services) {
    if (build) there(join(build, 'Dockerfile'))
    const known = COMPOSE.flatMap((file) => Object.keys(compose(file).volumes))
    for (const volume of volumes) {
      const [source] = volume.split(':')
      if (source.startsWith('.')) there(source)
      else assert.ok(known.includes(source), `${name} of ${file}: no volume is called ${source}`)
    }
    const ways = ['default', ...COMPOSE.flatMap((file) => Object.keys(compose(file).networks))]
    for (const way of Array.isArray(networks) ? networks : Object.keys(networks)) assert.ok(ways.includes(way), `${name} of ${file}: ${way}`)
  }
  const kinds = files('deploy/kubernetes').filter((path) => path.endsWith('kustomization.yaml'))
  for (const path of kinds) {
    for (const name of parse(read(path)).resources) assert.ok(existsSync(join(ROOT, dirname(path), name)), `${path}: ${name}`)
  }
})

test('every service is watched, bounded, started again, and published by one alone', () => {
  for (const { file, name, healthcheck, restart, mem_limit: memory, ports = [], command, ...service } of services) {
    if (name === 'keys') continue
    const at = `${name} of ${file}`
    assert.ok(healthcheck?.test, `${at} has no health check`)
    assert.equal(restart, 'unless-stopped', at)
    assert.match(memory, /^\d+[mg]$/, at)
    assert.ok(service.security_opt.includes('no-new-privileges:true'), at)
    const published = { renexus: /8080$/, nginx: /8080$/, grafana: /^127\.0\.0\.1:3000:3000$/ }[name]
    assert.equal(ports.length, published ? 1 : 0, `${at} publishes ${ports}`)
    if (published) assert.match(ports[0], published)
  }
  for (const { file, name, ...server } of servers.filter(({ name }) => name !== 'keys')) {
    assert.ok(seconds(server.stop_grace_period) > stopping, `${name} of ${file} is killed before it has drained`)
    assert.equal(server.read_only, true)
  }
  for (const pod of pods()) {
    const [container] = pod.containers
    const before = Number(container.lifecycle?.preStop.exec.command[1] ?? 0)
    assert.ok(pod.terminationGracePeriodSeconds > before + stopping, 'a pod is killed before it has drained')
    for (const { securityContext, resources, name } of [...pod.containers, ...pod.initContainers ?? []]) {
      assert.deepEqual(securityContext.capabilities.drop, ['ALL'], name)
      assert.equal(securityContext.readOnlyRootFilesystem, true, name)
      assert.ok(resources.requests.memory && resources.limits.memory, name)
    }
  }
})

test('every command, route and port that is named is one of the server', async (t) => {
  const server = await startServer(t)
  const checks = servers.filter(({ healthcheck }) => healthcheck.test).map(({ healthcheck }) => healthcheck.test)
  assert.equal(checks.length, 3)
  for (const [kind, program, ...args] of checks) {
    assert.deepEqual([kind, program], ['CMD', 'renexus'])
    await renexus(args.map((arg) => arg.replace('http://127.0.0.1:8080', server.http)))
  }
  const data = await mkdtemp(join(tmpdir(), 'renexus-keys-'))
  t.after(() => rm(data, { recursive: true, force: true }))
  const keys = services.find(({ name }) => name === 'keys')
  await renexus(keys.command.map((arg) => arg === '/data' ? data : arg))
  const node = services.find(({ name }) => name === 'one')
  assert.ok(keys.volumes.includes('keys:/data') && node.volumes.includes('keys:/keys:ro'))
  assert.ok(existsSync(join(data, node.environment.RENEXUS__AUTH__KEYS.replace('/keys/', ''))), 'the key is elsewhere')

  const [, listen] = /"--listen", "0\.0\.0\.0:(\d+)"/.exec(read('Dockerfile'))
  assert.equal(listen, '8080')
  for (const pod of pods()) {
    const [container] = pod.containers
    await renexus([container.args[0], '--help'])
    assert.ok(container.args.includes(`0.0.0.0:${listen}`))
    assert.deepEqual(container.ports.map(({ containerPort }) => String(containerPort)), [listen])
    for (const probe of [container.startupProbe, container.livenessProbe, container.readinessProbe]) {
      assert.equal(probe.httpGet.port, 'http')
      assert.equal((await fetch(server.http + probe.httpGet.path)).status, 200, probe.httpGet.path)
    }
  }
  const monitor = manifests().find(({ kind }) => kind === 'ServiceMonitor')
  assert.equal((await fetch(server.http + monitor.spec.endpoints[0].path)).status, 200)
  const told = files('deploy').flatMap((path) => [...read(path).matchAll(/`renexus ((?:\w+ ?)+)/g)].map(([, words]) => words.trim()))
  assert.ok(told.length > 1)
  for (const words of new Set(told)) await assert.doesNotReject(renexus([...words.split(' '), '--help']), `renexus ${words}`)
})

test('every figure of alerts and dashboards is exported by a server that is used', async (t) => {
  const shared = await sharedSettings(t)
  const server = await startServer(t, { ...shared, RENEXUS__DATABASE__REPLICAS: shared.RENEXUS__DATABASE__URL })
  const editor = await openEditor('hocuspocus', { server, document: 'used', token: await server.token() }).opened()
  editor.type('used')
  await until('it is saved', () => editor.saved)
  const exported = [...(await figures(server)).keys()]
  const labels = new Map()
  for (const line of exported) {
    const [, name, said = ''] = /^(\w+)(?:\{(.*)\})?$/.exec(line)
    const known = labels.get(name) ?? labels.set(name, new Set(['job', 'instance'])).get(name)
    for (const [, label] of said.matchAll(/(\w+)="/g)) known.add(label)
  }

  const alerts = parse(read('deploy/prometheus/alerts.yml')).groups.flatMap(({ rules }) => rules)
  const board = JSON.parse(read('deploy/grafana/dashboards/renexus.json'))
  const shown = board.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
  const asked = [...alerts.map(({ expr }) => expr), ...shown, ...board.templating.list.map(({ query }) => query.query)]
  assert.ok(asked.length > 40)
  for (const expr of asked) {
    for (const [, name, matchers = ''] of expr.matchAll(/\b((?:renexus|process)_\w+)(?:\{([^}]*)\})?/g)) {
      assert.ok(labels.has(name), `${expr}: no server exports ${name}`)
      for (const [, label] of matchers.matchAll(/(\w+)\s*[=!]/g)) assert.ok(labels.get(name).has(label), `${expr}: ${name} has no ${label}`)
    }
  }

  const known = settings()
  for (const { alert, labels, annotations } of alerts) {
    assert.match(labels.severity, /^(page|ticket)$/, alert)
    for (const word of ['summary', 'people', 'action']) assert.ok(annotations[word], `${alert} does not say: ${word}`)
    for (const [, setting] of Object.values(annotations).join().matchAll(/`(\w+\.\w+)`/g)) assert.ok(known.has(setting), `${alert}: ${setting}`)
  }
  const source = parse(read('deploy/grafana/provisioning/datasources/prometheus.yaml')).datasources[0]
  for (const { datasource } of board.panels.filter(({ type }) => type !== 'row')) assert.equal(datasource.uid, source.uid)
  const [{ dns_sd_configs: [{ names, port }] }] = parse(read('deploy/prometheus/prometheus.yml')).scrape_configs
  for (const { networks, name } of servers.filter(({ name }) => name !== 'keys')) assert.deepEqual(networks.figures.aliases, names, name)
  assert.equal(port, 8080)
})
