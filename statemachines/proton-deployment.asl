{
  "Comment": "One deployment of a Proton environment, service instance or pipeline, or its deletion: the tasks render, provision and settle.",
  "StartAt": "Status",
  "States": {
    "Status": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.status", "StringEquals": "InProgress", "Next": "InProgress" },
        { "Variable": "$.status", "StringEquals": "Provisioning", "Next": "Provisioning" },
        { "Variable": "$.status", "StringEquals": "Succeeded", "Next": "Succeeded" },
        { "Variable": "$.status", "StringEquals": "Cancelled", "Next": "Cancelled" }
      ],
      "Default": "Failed"
    },
    "InProgress": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "${ProtonDeploymentInProgressFunctionArn}", "Payload.$": "$" },
      "OutputPath": "$.Payload",
      "TimeoutSeconds": 330,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 6, "BackoffRate": 3 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }],
      "Next": "Status"
    },
    "Provisioning": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Parameters": {
        "FunctionName": "${ProtonDeploymentProvisioningFunctionArn}",
        "Payload": { "deploymentId.$": "$.deploymentId", "wait.$": "$.wait", "token.$": "$$.Task.Token" }
      },
      "ResultPath": null,
      "TimeoutSecondsPath": "$.timeoutSeconds",
      "Retry": [
        { "ErrorEquals": ["States.Timeout"], "MaxAttempts": 0 },
        { "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 4, "BackoffRate": 3 }
      ],
      "Catch": [
        { "ErrorEquals": ["States.Timeout"], "ResultPath": null, "Next": "InProgress" },
        { "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }
      ],
      "Next": "InProgress"
    },
    "RecordFailure": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${ProtonDeploymentRecordFailureFunctionArn}",
        "Payload": { "deploymentId.$": "$.deploymentId", "error.$": "$.error" }
      },
      "ResultPath": null,
      "TimeoutSeconds": 60,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 8, "BackoffRate": 2 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "Failed" }],
      "Next": "Failed"
    },
    "Succeeded": { "Type": "Succeed", "Comment": "SUCCEEDED or DELETE_COMPLETE." },
    "Failed": { "Type": "Fail", "Error": "Failed", "Cause": "FAILED or DELETE_FAILED; the deployment's record says why." },
    "Cancelled": { "Type": "Fail", "Error": "Cancelled", "Cause": "The deployment was cancelled." }
  }
}
