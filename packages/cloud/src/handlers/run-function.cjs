// Runs a function that lies in the VPC, from where it could not answer CloudFormation itself, and passes on its failure.
exports.client = () => {
  // biome-ignore lint/correctness/noUndeclaredDependencies: Lambda's runtime brings it
  const { Lambda } = require('@aws-sdk/client-lambda');
  return new Lambda({});
};
exports.perform = async (event, lambda, sleep) => {
  const { FunctionName } = event.ResourceProperties;
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
  const request = { FunctionName, Payload: JSON.stringify({ grant: true }) };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { FunctionError, Payload } = await lambda.invoke(request);
      if (FunctionError === undefined) return { PhysicalResourceId: `run-of-${FunctionName}` };
      const { errorMessage } = JSON.parse(Buffer.from(Payload).toString());
      throw new Error(`${FunctionName} failed: ${errorMessage}`);
    } catch (error) {
      // Its network interfaces are still being made, or a rotation runs.
      const busy = ['ResourceConflictException', 'TooManyRequestsException'].includes(error.name);
      if (!busy || attempt === 18) throw error;
      await sleep(10_000);
    }
  }
};
