{
  "Comment": "One OpsWorks deployment: all its instances get their orders at once, and then each has its wait; it is over when all commands are.",
  "StartAt": "Targets",
  "States": {
    "Targets": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "${OpsworksDeploymentTargetsFunctionArn}", "Payload.$": "$" },
      "OutputPath": "$.Payload",
      "TimeoutSeconds": 60,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 6, "BackoffRate": 3 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }],
      "Next": "Ordered"
    },
    "Ordered": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.status", "StringEquals": "ordering", "Next": "Targets" }],
      "Default": "Commands"
    },
    "Commands": {
      "Type": "Map",
      "ItemsPath": "$.targets",
      "ItemSelector": {
        "deploymentId.$": "$.deploymentId",
        "commandId.$": "$$.Map.Item.Value.commandId",
        "timeoutSeconds.$": "$$.Map.Item.Value.timeoutSeconds"
      },
      "MaxConcurrency": 40,
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "INLINE" },
        "StartAt": "Command",
        "States": {
          "Command": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters": {
              "FunctionName": "${OpsworksDeploymentCommandFunctionArn}",
              "Payload": {
                "deploymentId.$": "$.deploymentId",
                "commandId.$": "$.commandId",
                "token.$": "$$.Task.Token"
              }
            },
            "ResultPath": null,
            "TimeoutSecondsPath": "$.timeoutSeconds",
            "Retry": [
              { "ErrorEquals": ["States.Timeout"], "MaxAttempts": 0 },
              { "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 6, "BackoffRate": 3 }
            ],
            "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "GiveUp" }],
            "End": true
          },
          "GiveUp": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": { "FunctionName": "${OpsworksDeploymentGiveUpFunctionArn}", "Payload.$": "$" },
            "ResultPath": null,
            "TimeoutSeconds": 60,
            "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 8, "BackoffRate": 2 }],
            "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "LeftToEnd" }],
            "End": true
          },
          "LeftToEnd": { "Type": "Pass", "End": true }
        }
      },
      "ResultPath": null,
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }],
      "Next": "End"
    },
    "End": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "${OpsworksDeploymentEndFunctionArn}", "Payload.$": "$" },
      "OutputPath": "$.Payload",
      "TimeoutSeconds": 330,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 8, "BackoffRate": 2 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }],
      "Next": "Status"
    },
    "RecordFailure": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${OpsworksDeploymentRecordFailureFunctionArn}",
        "Payload": { "deploymentId.$": "$.deploymentId", "error.$": "$.error" }
      },
      "ResultPath": null,
      "TimeoutSeconds": 330,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 8, "BackoffRate": 2 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "Failed" }],
      "Next": "Failed"
    },
    "Status": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.status", "StringEquals": "successful", "Next": "Successful" }],
      "Default": "Failed"
    },
    "Successful": { "Type": "Succeed" },
    "Failed": { "Type": "Fail", "Error": "Failed", "Cause": "The deployment failed; its commands say why." }
  }
}
