//! File server resource management.

use super::Interface;

interfaces! {
    "0770687e-9f36-4d6f-8778-599d188461c9" "IFsrmFileManagementJob" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmFileManagementJob_Name;
        13: put_IFsrmFileManagementJob_Name get_IFsrmFileManagementJob_NamespaceRoots;
        15: put_IFsrmFileManagementJob_NamespaceRoots get_IFsrmFileManagementJob_Enabled;
        17: put_IFsrmFileManagementJob_Enabled get_IFsrmFileManagementJob_OperationType;
        19: put_IFsrmFileManagementJob_OperationType get_IFsrmFileManagementJob_ExpirationDirectory;
        21: put_IFsrmFileManagementJob_ExpirationDirectory get_IFsrmFileManagementJob_CustomAction;
        23: get_IFsrmFileManagementJob_Notifications get_IFsrmFileManagementJob_Logging;
        25: put_IFsrmFileManagementJob_Logging get_IFsrmFileManagementJob_ReportEnabled;
        27: put_IFsrmFileManagementJob_ReportEnabled get_IFsrmFileManagementJob_Formats;
        29: put_IFsrmFileManagementJob_Formats get_IFsrmFileManagementJob_MailTo;
        31: put_IFsrmFileManagementJob_MailTo get_IFsrmFileManagementJob_DaysSinceFileCreated;
        33: put_IFsrmFileManagementJob_DaysSinceFileCreated;
        34: get_IFsrmFileManagementJob_DaysSinceFileLastAccessed;
        35: put_IFsrmFileManagementJob_DaysSinceFileLastAccessed;
        36: get_IFsrmFileManagementJob_DaysSinceFileLastModified;
        37: put_IFsrmFileManagementJob_DaysSinceFileLastModified;
        38: get_IFsrmFileManagementJob_PropertyConditions get_IFsrmFileManagementJob_FromDate;
        40: put_IFsrmFileManagementJob_FromDate get_IFsrmFileManagementJob_Task;
        42: put_IFsrmFileManagementJob_Task get_IFsrmFileManagementJob_Parameters;
        44: put_IFsrmFileManagementJob_Parameters get_IFsrmFileManagementJob_RunningStatus;
        46: get_IFsrmFileManagementJob_LastError get_IFsrmFileManagementJob_LastReportPathWithoutExtension;
        48: get_IFsrmFileManagementJob_LastRun get_IFsrmFileManagementJob_FileNamePattern;
        50: put_IFsrmFileManagementJob_FileNamePattern Run WaitForCompletion Cancel AddNotification;
        55: DeleteNotification ModifyNotification CreateNotificationAction EnumNotificationActions;
        59: CreatePropertyCondition CreateCustomAction;
    }
    "12937789-e247-4917-9c20-f3ee9c7ee783" "IFsrmActionCommand" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmAction_Id get_IFsrmAction_ActionType;
        9: get_IFsrmAction_RunLimitInterval put_IFsrmAction_RunLimitInterval Delete;
        12: get_IFsrmActionCommand_ExecutablePath put_IFsrmActionCommand_ExecutablePath;
        14: get_IFsrmActionCommand_Arguments put_IFsrmActionCommand_Arguments get_IFsrmActionCommand_Account;
        17: put_IFsrmActionCommand_Account get_IFsrmActionCommand_WorkingDirectory;
        19: put_IFsrmActionCommand_WorkingDirectory get_IFsrmActionCommand_MonitorCommand;
        21: put_IFsrmActionCommand_MonitorCommand get_IFsrmActionCommand_KillTimeOut;
        23: put_IFsrmActionCommand_KillTimeOut get_IFsrmActionCommand_LogResult;
        25: put_IFsrmActionCommand_LogResult;
    }
    "1568a795-3924-4118-b74b-68d8f0fa5daf" "IFsrmQuotaBase" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmQuotaBase_QuotaLimit;
        13: put_IFsrmQuotaBase_QuotaLimit get_IFsrmQuotaBase_QuotaFlags put_IFsrmQuotaBase_QuotaFlags;
        16: get_IFsrmQuotaBase_Thresholds AddThreshold DeleteThreshold ModifyThreshold CreateThresholdAction;
        21: EnumThresholdActions;
    }
    "15a81350-497d-4aba-80e9-d4dbcc5521fe" "IFsrmStorageModuleDefinition" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmPipelineModuleDefinition_ModuleClsid;
        13: put_IFsrmPipelineModuleDefinition_ModuleClsid get_IFsrmPipelineModuleDefinition_Name;
        15: put_IFsrmPipelineModuleDefinition_Name get_IFsrmPipelineModuleDefinition_Company;
        17: put_IFsrmPipelineModuleDefinition_Company get_IFsrmPipelineModuleDefinition_Version;
        19: put_IFsrmPipelineModuleDefinition_Version get_IFsrmPipelineModuleDefinition_ModuleType;
        21: get_IFsrmPipelineModuleDefinition_Enabled put_IFsrmPipelineModuleDefinition_Enabled;
        23: get_IFsrmPipelineModuleDefinition_NeedsFileContent;
        24: put_IFsrmPipelineModuleDefinition_NeedsFileContent get_IFsrmPipelineModuleDefinition_Account;
        26: put_IFsrmPipelineModuleDefinition_Account get_IFsrmPipelineModuleDefinition_SupportedExtensions;
        28: put_IFsrmPipelineModuleDefinition_SupportedExtensions;
        29: get_IFsrmPipelineModuleDefinition_Parameters put_IFsrmPipelineModuleDefinition_Parameters;
        31: get_IFsrmStorageModuleDefinition_Capabilities put_IFsrmStorageModuleDefinition_Capabilities;
        33: get_IFsrmStorageModuleDefinition_StorageType put_IFsrmStorageModuleDefinition_StorageType;
        35: get_IFsrmStorageModuleDefinition_UpdatesFileContent;
        36: put_IFsrmStorageModuleDefinition_UpdatesFileContent;
    }
    "1bb617b8-3886-49dc-af82-a6c90fa35dda" "IFsrmMutableCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmCollection__NewEnum;
        8: get_IFsrmCollection_Item get_IFsrmCollection_Count get_IFsrmCollection_State Cancel;
        12: WaitForCompletion GetById Add Remove RemoveById Clone;
    }
    "205bebf8-dd93-452a-95a6-32b566b35828" "IFsrmFileScreenTemplate" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmFileScreenBase_BlockedFileGroups;
        13: put_IFsrmFileScreenBase_BlockedFileGroups get_IFsrmFileScreenBase_FileScreenFlags;
        15: put_IFsrmFileScreenBase_FileScreenFlags CreateAction EnumActions get_IFsrmFileScreenTemplate_Name;
        19: put_IFsrmFileScreenTemplate_Name CopyTemplate CommitAndUpdateDerived;
    }
    "22bcef93-4a3f-4183-89f9-2f8b8a628aee" "IFsrmObject" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit;
    }
    "27b899fe-6ffa-4481-a184-d3daade8a02b" "IFsrmReportManager" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke EnumReportJobs CreateReportJob GetReportJob;
        10: GetOutputDirectory SetOutputDirectory IsFilterValidForReportType GetDefaultFilter;
        14: SetDefaultFilter GetReportSizeLimit SetReportSizeLimit;
    }
    "2dbe63c4-b340-48a0-a5b0-158e07fc567e" "IFsrmActionReport" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmAction_Id get_IFsrmAction_ActionType;
        9: get_IFsrmAction_RunLimitInterval put_IFsrmAction_RunLimitInterval Delete;
        12: get_IFsrmActionReport_ReportTypes put_IFsrmActionReport_ReportTypes get_IFsrmActionReport_MailTo;
        15: put_IFsrmActionReport_MailTo;
    }
    "326af66f-2ac0-4f68-bf8c-4759f054fa29" "IFsrmPropertyCondition" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmPropertyCondition_Name;
        8: put_IFsrmPropertyCondition_Name get_IFsrmPropertyCondition_Type put_IFsrmPropertyCondition_Type;
        11: get_IFsrmPropertyCondition_Value put_IFsrmPropertyCondition_Value Delete;
    }
    "377f739d-9647-4b8e-97d2-5ffce6d759cd" "IFsrmQuota" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmQuotaBase_QuotaLimit;
        13: put_IFsrmQuotaBase_QuotaLimit get_IFsrmQuotaBase_QuotaFlags put_IFsrmQuotaBase_QuotaFlags;
        16: get_IFsrmQuotaBase_Thresholds AddThreshold DeleteThreshold ModifyThreshold CreateThresholdAction;
        21: EnumThresholdActions get_IFsrmQuotaObject_Path get_IFsrmQuotaObject_UserSid;
        24: get_IFsrmQuotaObject_UserAccount get_IFsrmQuotaObject_SourceTemplateName;
        26: get_IFsrmQuotaObject_MatchesSourceTemplate ApplyTemplate get_IFsrmQuota_QuotaUsed;
        29: get_IFsrmQuota_QuotaPeakUsage get_IFsrmQuota_QuotaPeakUsageTime ResetPeakUsage;
        32: RefreshUsageProperties;
    }
    "38e87280-715c-4c7d-a280-ea1651a19fef" "IFsrmReportJob" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmReportJob_Task put_IFsrmReportJob_Task;
        14: get_IFsrmReportJob_NamespaceRoots put_IFsrmReportJob_NamespaceRoots get_IFsrmReportJob_Formats;
        17: put_IFsrmReportJob_Formats get_IFsrmReportJob_MailTo put_IFsrmReportJob_MailTo;
        20: get_IFsrmReportJob_RunningStatus get_IFsrmReportJob_LastRun get_IFsrmReportJob_LastError;
        23: get_IFsrmReportJob_LastGeneratedInDirectory EnumReports CreateReport Run WaitForCompletion Cancel;
    }
    "39322a2d-38ee-4d0d-8095-421a80849a82" "IFsrmDerivedObjectsResult" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmDerivedObjectsResult_DerivedObjects;
        8: get_IFsrmDerivedObjectsResult_Results;
    }
    "4173ac41-172d-4d52-963c-fdc7e415f717" "IFsrmQuotaTemplateManager" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke CreateTemplate GetTemplate EnumTemplates;
        10: ExportTemplates ImportTemplates;
    }
    "426677d5-018c-485c-8a51-20b86d00bdc4" "IFsrmFileGroupManager" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke CreateFileGroup GetFileGroup EnumFileGroups;
        10: ExportFileGroups ImportFileGroups;
    }
    "42dc3511-61d5-48ae-b6dc-59fc00c0a8d6" "IFsrmQuotaObject" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmQuotaBase_QuotaLimit;
        13: put_IFsrmQuotaBase_QuotaLimit get_IFsrmQuotaBase_QuotaFlags put_IFsrmQuotaBase_QuotaFlags;
        16: get_IFsrmQuotaBase_Thresholds AddThreshold DeleteThreshold ModifyThreshold CreateThresholdAction;
        21: EnumThresholdActions get_IFsrmQuotaObject_Path get_IFsrmQuotaObject_UserSid;
        24: get_IFsrmQuotaObject_UserAccount get_IFsrmQuotaObject_SourceTemplateName;
        26: get_IFsrmQuotaObject_MatchesSourceTemplate ApplyTemplate;
    }
    "47782152-d16c-4229-b4e1-0ddfe308b9f6" "IFsrmPropertyDefinition2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmPropertyDefinition_Name;
        13: put_IFsrmPropertyDefinition_Name get_IFsrmPropertyDefinition_Type;
        15: put_IFsrmPropertyDefinition_Type get_IFsrmPropertyDefinition_PossibleValues;
        17: put_IFsrmPropertyDefinition_PossibleValues get_IFsrmPropertyDefinition_ValueDescriptions;
        19: put_IFsrmPropertyDefinition_ValueDescriptions get_IFsrmPropertyDefinition_Parameters;
        21: put_IFsrmPropertyDefinition_Parameters get_IFsrmPropertyDefinition2_PropertyDefinitionFlags;
        23: get_IFsrmPropertyDefinition2_DisplayName put_IFsrmPropertyDefinition2_DisplayName;
        25: get_IFsrmPropertyDefinition2_AppliesTo get_IFsrmPropertyDefinition2_ValueDefinitions;
    }
    "4846cb01-d430-494f-abb4-b1054999fb09" "IFsrmQuotaManagerEx" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmQuotaManager_ActionVariables;
        8: get_IFsrmQuotaManager_ActionVariableDescriptions CreateQuota CreateAutoApplyQuota GetQuota;
        12: GetAutoApplyQuota GetRestrictiveQuota EnumQuotas EnumAutoApplyQuotas EnumEffectiveQuotas Scan;
        18: CreateQuotaCollection IsAffectedByQuota;
    }
    "4a73fee4-4102-4fcc-9ffb-38614f9ee768" "IFsrmProperty" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmProperty_Name get_IFsrmProperty_Value;
        9: get_IFsrmProperty_Sources get_IFsrmProperty_PropertyFlags;
    }
    "4c8f96c3-5d94-4f37-a4f4-f56ab463546f" "IFsrmActionEventLog" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmAction_Id get_IFsrmAction_ActionType;
        9: get_IFsrmAction_RunLimitInterval put_IFsrmAction_RunLimitInterval Delete;
        12: get_IFsrmActionEventLog_EventType put_IFsrmActionEventLog_EventType;
        14: get_IFsrmActionEventLog_MessageText put_IFsrmActionEventLog_MessageText;
    }
    "515c1277-2c81-440e-8fcf-367921ed4f59" "IFsrmPipelineModuleDefinition" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmPipelineModuleDefinition_ModuleClsid;
        13: put_IFsrmPipelineModuleDefinition_ModuleClsid get_IFsrmPipelineModuleDefinition_Name;
        15: put_IFsrmPipelineModuleDefinition_Name get_IFsrmPipelineModuleDefinition_Company;
        17: put_IFsrmPipelineModuleDefinition_Company get_IFsrmPipelineModuleDefinition_Version;
        19: put_IFsrmPipelineModuleDefinition_Version get_IFsrmPipelineModuleDefinition_ModuleType;
        21: get_IFsrmPipelineModuleDefinition_Enabled put_IFsrmPipelineModuleDefinition_Enabled;
        23: get_IFsrmPipelineModuleDefinition_NeedsFileContent;
        24: put_IFsrmPipelineModuleDefinition_NeedsFileContent get_IFsrmPipelineModuleDefinition_Account;
        26: put_IFsrmPipelineModuleDefinition_Account get_IFsrmPipelineModuleDefinition_SupportedExtensions;
        28: put_IFsrmPipelineModuleDefinition_SupportedExtensions;
        29: get_IFsrmPipelineModuleDefinition_Parameters put_IFsrmPipelineModuleDefinition_Parameters;
    }
    "5f6325d3-ce88-4733-84c1-2d6aefc5ea07" "IFsrmFileScreen" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmFileScreenBase_BlockedFileGroups;
        13: put_IFsrmFileScreenBase_BlockedFileGroups get_IFsrmFileScreenBase_FileScreenFlags;
        15: put_IFsrmFileScreenBase_FileScreenFlags CreateAction EnumActions get_IFsrmFileScreen_Path;
        19: get_IFsrmFileScreen_SourceTemplateName get_IFsrmFileScreen_MatchesSourceTemplate;
        21: get_IFsrmFileScreen_UserSid get_IFsrmFileScreen_UserAccount ApplyTemplate;
    }
    "6879caf9-6617-4484-8719-71c3d8645f94" "IFsrmReportScheduler" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke VerifyNamespaces CreateScheduleTask;
        9: ModifyScheduleTask DeleteScheduleTask;
    }
    "6cd6408a-ae60-463b-9ef1-e117534d69dc" "IFsrmAction" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmAction_Id get_IFsrmAction_ActionType;
        9: get_IFsrmAction_RunLimitInterval put_IFsrmAction_RunLimitInterval Delete;
    }
    "6f4dbfff-6920-4821-a6c3-b7e94c1fd60c" "IFsrmPathMapper" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke GetSharePathsForLocalPath;
    }
    "8276702f-2532-4839-89bf-4872609a2ea4" "IFsrmActionEmail2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmAction_Id get_IFsrmAction_ActionType;
        9: get_IFsrmAction_RunLimitInterval put_IFsrmAction_RunLimitInterval Delete;
        12: get_IFsrmActionEmail_MailFrom put_IFsrmActionEmail_MailFrom get_IFsrmActionEmail_MailReplyTo;
        15: put_IFsrmActionEmail_MailReplyTo get_IFsrmActionEmail_MailTo put_IFsrmActionEmail_MailTo;
        18: get_IFsrmActionEmail_MailCc put_IFsrmActionEmail_MailCc get_IFsrmActionEmail_MailBcc;
        21: put_IFsrmActionEmail_MailBcc get_IFsrmActionEmail_MailSubject put_IFsrmActionEmail_MailSubject;
        24: get_IFsrmActionEmail_MessageText put_IFsrmActionEmail_MessageText;
        26: get_IFsrmActionEmail2_AttachmentFileListSize put_IFsrmActionEmail2_AttachmentFileListSize;
    }
    "8bb68c7d-19d8-4ffb-809e-be4fc1734014" "IFsrmQuotaManager" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmQuotaManager_ActionVariables;
        8: get_IFsrmQuotaManager_ActionVariableDescriptions CreateQuota CreateAutoApplyQuota GetQuota;
        12: GetAutoApplyQuota GetRestrictiveQuota EnumQuotas EnumAutoApplyQuotas EnumEffectiveQuotas Scan;
        18: CreateQuotaCollection;
    }
    "8dd04909-0e34-4d55-afaa-89e1f1a1bbb9" "IFsrmFileGroup" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmFileGroup_Name put_IFsrmFileGroup_Name;
        14: get_IFsrmFileGroup_Members put_IFsrmFileGroup_Members get_IFsrmFileGroup_NonMembers;
        17: put_IFsrmFileGroup_NonMembers;
    }
    "96deb3b5-8b91-4a2a-9d93-80a35d8aa847" "IFsrmCommittableCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmCollection__NewEnum;
        8: get_IFsrmCollection_Item get_IFsrmCollection_Count get_IFsrmCollection_State Cancel;
        12: WaitForCompletion GetById Add Remove RemoveById Clone Commit;
    }
    "9a2bf113-a329-44cc-809a-5c00fce8da40" "IFsrmQuotaTemplateImported" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmQuotaBase_QuotaLimit;
        13: put_IFsrmQuotaBase_QuotaLimit get_IFsrmQuotaBase_QuotaFlags put_IFsrmQuotaBase_QuotaFlags;
        16: get_IFsrmQuotaBase_Thresholds AddThreshold DeleteThreshold ModifyThreshold CreateThresholdAction;
        21: EnumThresholdActions get_IFsrmQuotaTemplate_Name put_IFsrmQuotaTemplate_Name CopyTemplate;
        25: CommitAndUpdateDerived get_IFsrmQuotaTemplateImported_OverwriteOnCommit;
        27: put_IFsrmQuotaTemplateImported_OverwriteOnCommit;
    }
    "a2efab31-295e-46bb-b976-e86d58b52e8b" "IFsrmQuotaTemplate" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmQuotaBase_QuotaLimit;
        13: put_IFsrmQuotaBase_QuotaLimit get_IFsrmQuotaBase_QuotaFlags put_IFsrmQuotaBase_QuotaFlags;
        16: get_IFsrmQuotaBase_Thresholds AddThreshold DeleteThreshold ModifyThreshold CreateThresholdAction;
        21: EnumThresholdActions get_IFsrmQuotaTemplate_Name put_IFsrmQuotaTemplate_Name CopyTemplate;
        25: CommitAndUpdateDerived;
    }
    "ad55f10b-5f11-4be7-94ef-d9ee2e470ded" "IFsrmFileGroupImported" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmFileGroup_Name put_IFsrmFileGroup_Name;
        14: get_IFsrmFileGroup_Members put_IFsrmFileGroup_Members get_IFsrmFileGroup_NonMembers;
        17: put_IFsrmFileGroup_NonMembers get_IFsrmFileGroupImported_OverwriteOnCommit;
        19: put_IFsrmFileGroupImported_OverwriteOnCommit;
    }
    "afc052c2-5315-45ab-841b-c6db0e120148" "IFsrmClassificationRule" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmRule_Name put_IFsrmRule_Name;
        14: get_IFsrmRule_RuleType get_IFsrmRule_ModuleDefinitionName put_IFsrmRule_ModuleDefinitionName;
        17: get_IFsrmRule_NamespaceRoots put_IFsrmRule_NamespaceRoots get_IFsrmRule_RuleFlags;
        20: put_IFsrmRule_RuleFlags get_IFsrmRule_Parameters put_IFsrmRule_Parameters;
        23: get_IFsrmRule_LastModified get_IFsrmClassificationRule_ExecutionOption;
        25: put_IFsrmClassificationRule_ExecutionOption get_IFsrmClassificationRule_PropertyAffected;
        27: put_IFsrmClassificationRule_PropertyAffected get_IFsrmClassificationRule_Value;
        29: put_IFsrmClassificationRule_Value;
    }
    "bb36ea26-6318-4b8c-8592-f72dd602e7a5" "IFsrmClassifierModuleDefinition" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmPipelineModuleDefinition_ModuleClsid;
        13: put_IFsrmPipelineModuleDefinition_ModuleClsid get_IFsrmPipelineModuleDefinition_Name;
        15: put_IFsrmPipelineModuleDefinition_Name get_IFsrmPipelineModuleDefinition_Company;
        17: put_IFsrmPipelineModuleDefinition_Company get_IFsrmPipelineModuleDefinition_Version;
        19: put_IFsrmPipelineModuleDefinition_Version get_IFsrmPipelineModuleDefinition_ModuleType;
        21: get_IFsrmPipelineModuleDefinition_Enabled put_IFsrmPipelineModuleDefinition_Enabled;
        23: get_IFsrmPipelineModuleDefinition_NeedsFileContent;
        24: put_IFsrmPipelineModuleDefinition_NeedsFileContent get_IFsrmPipelineModuleDefinition_Account;
        26: put_IFsrmPipelineModuleDefinition_Account get_IFsrmPipelineModuleDefinition_SupportedExtensions;
        28: put_IFsrmPipelineModuleDefinition_SupportedExtensions;
        29: get_IFsrmPipelineModuleDefinition_Parameters put_IFsrmPipelineModuleDefinition_Parameters;
        31: get_IFsrmClassifierModuleDefinition_PropertiesAffected;
        32: put_IFsrmClassifierModuleDefinition_PropertiesAffected;
        33: get_IFsrmClassifierModuleDefinition_PropertiesUsed;
        34: put_IFsrmClassifierModuleDefinition_PropertiesUsed;
        35: get_IFsrmClassifierModuleDefinition_NeedsExplicitValue;
        36: put_IFsrmClassifierModuleDefinition_NeedsExplicitValue;
    }
    "bee7ce02-df77-4515-9389-78f01c5afc1a" "IFsrmFileScreenException" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmFileScreenException_Path;
        13: get_IFsrmFileScreenException_AllowedFileGroups put_IFsrmFileScreenException_AllowedFileGroups;
    }
    "cb0df960-16f5-4495-9079-3f9360d831df" "IFsrmRule" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmRule_Name put_IFsrmRule_Name;
        14: get_IFsrmRule_RuleType get_IFsrmRule_ModuleDefinitionName put_IFsrmRule_ModuleDefinitionName;
        17: get_IFsrmRule_NamespaceRoots put_IFsrmRule_NamespaceRoots get_IFsrmRule_RuleFlags;
        20: put_IFsrmRule_RuleFlags get_IFsrmRule_Parameters put_IFsrmRule_Parameters;
        23: get_IFsrmRule_LastModified;
    }
    "cfe36cba-1949-4e74-a14f-f1d580ceaf13" "IFsrmFileScreenTemplateManager" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke CreateTemplate GetTemplate EnumTemplates;
        10: ExportTemplates ImportTemplates;
    }
    "d2dc89da-ee91-48a0-85d8-cc72a56f7d04" "IFsrmClassificationManager" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke;
        7: get_IFsrmClassificationManager_ClassificationReportFormats;
        8: put_IFsrmClassificationManager_ClassificationReportFormats get_IFsrmClassificationManager_Logging;
        10: put_IFsrmClassificationManager_Logging get_IFsrmClassificationManager_ClassificationReportMailTo;
        12: put_IFsrmClassificationManager_ClassificationReportMailTo;
        13: get_IFsrmClassificationManager_ClassificationReportEnabled;
        14: put_IFsrmClassificationManager_ClassificationReportEnabled;
        15: get_IFsrmClassificationManager_ClassificationLastReportPathWithoutExtension;
        16: get_IFsrmClassificationManager_ClassificationLastError;
        17: get_IFsrmClassificationManager_ClassificationRunningStatus EnumPropertyDefinitions;
        19: CreatePropertyDefinition GetPropertyDefinition EnumRules CreateRule GetRule EnumModuleDefinitions;
        25: CreateModuleDefinition GetModuleDefinition RunClassification WaitForClassificationCompletion;
        29: CancelClassification EnumFileProperties GetFileProperty SetFileProperty ClearFileProperty;
    }
    "d646567d-26ae-4caa-9f84-4e0aad207fca" "IFsrmActionEmail" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmAction_Id get_IFsrmAction_ActionType;
        9: get_IFsrmAction_RunLimitInterval put_IFsrmAction_RunLimitInterval Delete;
        12: get_IFsrmActionEmail_MailFrom put_IFsrmActionEmail_MailFrom get_IFsrmActionEmail_MailReplyTo;
        15: put_IFsrmActionEmail_MailReplyTo get_IFsrmActionEmail_MailTo put_IFsrmActionEmail_MailTo;
        18: get_IFsrmActionEmail_MailCc put_IFsrmActionEmail_MailCc get_IFsrmActionEmail_MailBcc;
        21: put_IFsrmActionEmail_MailBcc get_IFsrmActionEmail_MailSubject put_IFsrmActionEmail_MailSubject;
        24: get_IFsrmActionEmail_MessageText put_IFsrmActionEmail_MessageText;
    }
    "d8cc81d9-46b8-4fa4-bfa5-4aa9dec9b638" "IFsrmReport" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmReport_Type get_IFsrmReport_Name;
        9: put_IFsrmReport_Name get_IFsrmReport_Description put_IFsrmReport_Description;
        12: get_IFsrmReport_LastGeneratedFileNamePrefix GetFilter SetFilter Delete;
    }
    "e1010359-3e5d-4ecd-9fe4-ef48622fdf30" "IFsrmFileScreenTemplateImported" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmFileScreenBase_BlockedFileGroups;
        13: put_IFsrmFileScreenBase_BlockedFileGroups get_IFsrmFileScreenBase_FileScreenFlags;
        15: put_IFsrmFileScreenBase_FileScreenFlags CreateAction EnumActions get_IFsrmFileScreenTemplate_Name;
        19: put_IFsrmFileScreenTemplate_Name CopyTemplate CommitAndUpdateDerived;
        22: get_IFsrmFileScreenTemplateImported_OverwriteOnCommit;
        23: put_IFsrmFileScreenTemplateImported_OverwriteOnCommit;
    }
    "e946d148-bd67-4178-8e22-1c44925ed710" "IFsrmPropertyDefinitionValue" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmPropertyDefinitionValue_Name;
        8: get_IFsrmPropertyDefinitionValue_DisplayName get_IFsrmPropertyDefinitionValue_Description;
        10: get_IFsrmPropertyDefinitionValue_UniqueID;
    }
    "ede0150f-e9a3-419c-877c-01fe5d24c5d3" "IFsrmPropertyDefinition" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmPropertyDefinition_Name;
        13: put_IFsrmPropertyDefinition_Name get_IFsrmPropertyDefinition_Type;
        15: put_IFsrmPropertyDefinition_Type get_IFsrmPropertyDefinition_PossibleValues;
        17: put_IFsrmPropertyDefinition_PossibleValues get_IFsrmPropertyDefinition_ValueDescriptions;
        19: put_IFsrmPropertyDefinition_ValueDescriptions get_IFsrmPropertyDefinition_Parameters;
        21: put_IFsrmPropertyDefinition_Parameters;
    }
    "ee321ecb-d95e-48e9-907c-c7685a013235" "IFsrmFileManagementJobManager" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke;
        7: get_IFsrmFileManagementJobManager_ActionVariables;
        8: get_IFsrmFileManagementJobManager_ActionVariableDescriptions EnumFileManagementJobs;
        10: CreateFileManagementJob GetFileManagementJob;
    }
    "f3637e80-5b22-4a2b-a637-bbb642b41cfc" "IFsrmFileScreenBase" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmFileScreenBase_BlockedFileGroups;
        13: put_IFsrmFileScreenBase_BlockedFileGroups get_IFsrmFileScreenBase_FileScreenFlags;
        15: put_IFsrmFileScreenBase_FileScreenFlags CreateAction EnumActions;
    }
    "f411d4fd-14be-4260-8c40-03b7c95e608a" "IFsrmSetting" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmSetting_SmtpServer;
        8: put_IFsrmSetting_SmtpServer get_IFsrmSetting_MailFrom put_IFsrmSetting_MailFrom;
        11: get_IFsrmSetting_AdminEmail put_IFsrmSetting_AdminEmail get_IFsrmSetting_DisableCommandLine;
        14: put_IFsrmSetting_DisableCommandLine get_IFsrmSetting_EnableScreeningAudit;
        16: put_IFsrmSetting_EnableScreeningAudit EmailTest SetActionRunLimitInterval;
        19: GetActionRunLimitInterval;
    }
    "f76fbf3b-8ddd-4b42-b05a-cb1c3ff1fee8" "IFsrmCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmCollection__NewEnum;
        8: get_IFsrmCollection_Item get_IFsrmCollection_Count get_IFsrmCollection_State Cancel;
        12: WaitForCompletion GetById;
    }
    "f82e5729-6aba-4740-bfc7-c7f58f75fb7b" "IFsrmAutoApplyQuota" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmObject_Id get_IFsrmObject_Description;
        9: put_IFsrmObject_Description Delete Commit get_IFsrmQuotaBase_QuotaLimit;
        13: put_IFsrmQuotaBase_QuotaLimit get_IFsrmQuotaBase_QuotaFlags put_IFsrmQuotaBase_QuotaFlags;
        16: get_IFsrmQuotaBase_Thresholds AddThreshold DeleteThreshold ModifyThreshold CreateThresholdAction;
        21: EnumThresholdActions get_IFsrmQuotaObject_Path get_IFsrmQuotaObject_UserSid;
        24: get_IFsrmQuotaObject_UserAccount get_IFsrmQuotaObject_SourceTemplateName;
        26: get_IFsrmQuotaObject_MatchesSourceTemplate ApplyTemplate get_IFsrmAutoApplyQuota_ExcludeFolders;
        29: put_IFsrmAutoApplyQuota_ExcludeFolders CommitAndUpdateDerived;
    }
    "ff4fa04e-5a94-4bda-a3a0-d5b4d3c52eba" "IFsrmFileScreenManager" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFsrmFileScreenManager_ActionVariables;
        8: get_IFsrmFileScreenManager_ActionVariableDescriptions CreateFileScreen GetFileScreen;
        11: EnumFileScreens CreateFileScreenException GetFileScreenException EnumFileScreenExceptions;
        15: CreateFileScreenCollection;
    }
}
