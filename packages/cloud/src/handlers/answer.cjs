// Appended to each handler of a custom resource: calls its `perform` and always answers CloudFormation,
// because an unanswered request holds the stack for an hour.
exports.handler = async (event) => {
  const answer = {
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    PhysicalResourceId: event.PhysicalResourceId ?? event.LogicalResourceId,
  };
  try {
    // biome-ignore lint/correctness/noUndeclaredDependencies: Lambda's runtime brings it
    const { EC2 } = require('@aws-sdk/client-ec2');
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const done = await exports.perform(event, new EC2({}), sleep);
    Object.assign(answer, { Status: 'SUCCESS', ...done });
  } catch (error) {
    Object.assign(answer, { Status: 'FAILED', Reason: error.message });
  }
  const response = await fetch(event.ResponseURL, {
    method: 'PUT',
    headers: { 'content-type': '' }, // the URL is signed for none; fetch would name one
    body: JSON.stringify(answer),
  });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: HTTP ${response.status}`);
};
