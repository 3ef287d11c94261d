import { findEndpoint, dockerClient } from '/tmp/gb/standby/server/engine/detect.ts'
import { DockerImages } from '/tmp/gb/standby/server/engine/docker-images.ts'
import { BASE_IMAGE, planAgentImage, planAgentTestImage } from '/tmp/gb/standby/server/profiles/images.ts'
const images = new DockerImages(dockerClient(await findEndpoint(process.env), 0))
const baseId = (await images.find(BASE_IMAGE))!
for (const plan of [await planAgentImage({ folder: '/tmp/gb/standby/profiles', baseId }), await planAgentTestImage({ folder: '/tmp/gb/standby/profiles', baseId })]) {
  if (!(await images.find(plan.tag))) await images.build({ tag: plan.tag, dockerfile: plan.dockerfile, args: plan.args, context: plan.context(), ...(plan.target ? { target: plan.target } : {}) } as never, line => console.error(line))
  console.log(plan.tag)
}
