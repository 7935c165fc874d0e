//! Web server and resource management.

use super::Interface;

interfaces! {
    "0191775e-bcff-445a-b4f4-3bdda54e2816" "IAppHostPropertyCollection" {
        3: get_IAppHostPropertyCollection_Count get_IAppHostPropertyCollection_Item;
    }
    "0344cdda-151e-4cbf-82da-66ae61e97754" "IAppHostElementSchemaCollection" {
        3: get_IAppHostElementSchemaCollection_Count get_IAppHostElementSchemaCollection_Item;
    }
    "0716caf8-7d05-4a46-8099-77594be91394" "IAppHostConstantValue" {
        3: get_IAppHostConstantValue_Name get_IAppHostConstantValue_Value;
    }
    "08a90f5f-0702-48d6-b45f-02a9885a9768" "IAppHostChildElementCollection" {
        3: get_IAppHostChildElementCollection_Count get_IAppHostChildElementCollection_Item;
    }
    "09829352-87c2-418d-8d79-4133969a489d" "IAppHostChangeHandler" {
        3: OnSectionChanges;
    }
    "0dd8a158-ebe6-4008-a1d9-b7ecc8f1104b" "IAppHostSectionGroup" {
        3: get_IAppHostSectionGroup_Count get_IAppHostSectionGroup_Item get_IAppHostSectionGroup_Sections;
        6: AddSectionGroup DeleteSectionGroup get_IAppHostSectionGroup_Name get_IAppHostSectionGroup_Type;
        10: put_IAppHostSectionGroup_Type;
    }
    "21546ae8-4da5-445e-987f-627fea39c5e8" "IWRMConfig" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke GetConfig SetConfig IsEnabled EnableDisable;
        11: GetExclusionList SetExclusionList WSRMActivate IsWSRMActivated RestoreExclusionList;
    }
    "29822ab7-f302-11d0-9953-00c04fd919c1" "IWamAdmin" {
        3: AppCreate AppDelete AppUnLoad AppGetStatus AppDeleteRecoverable AppRecover;
    }
    "29822ab8-f302-11d0-9953-00c04fd919c1" "IWamAdmin2" {
        3: AppCreate AppDelete AppUnLoad AppGetStatus AppDeleteRecoverable AppRecover AppCreate2;
    }
    "2a3eb639-d134-422d-90d8-aaa1b5216202" "IResourceManager2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke ExportObjects GetImportConflicts ImportXml;
        10: ExportXml;
    }
    "2d9915fb-9d42-4328-b782-1b46819fab9e" "IAppHostMethodSchema" {
        3: get_IAppHostMethodSchema_Name get_IAppHostMethodSchema_InputSchema;
        5: get_IAppHostMethodSchema_OutputSchema GetMetadata;
    }
    "31a83ea0-c0e4-4a2c-8a01-353cc2a4c60a" "IAppHostMappingExtension" {
        3: GetSiteNameFromSiteId GetSiteIdFromSiteName GetSiteElementFromSiteId MapPath;
    }
    "370af178-7758-4dad-8146-7391f6e18585" "IAppHostConfigLocation" {
        3: get_IAppHostConfigLocation_Path get_IAppHostConfigLocation_Count get_IAppHostConfigLocation_Item;
        6: AddConfigSection DeleteConfigSection;
    }
    "450386db-7409-4667-935e-384dbbee2a9e" "IAppHostPropertySchema" {
        3: get_IAppHostPropertySchema_Name get_IAppHostPropertySchema_Type;
        5: get_IAppHostPropertySchema_DefaultValue get_IAppHostPropertySchema_IsRequired;
        7: get_IAppHostPropertySchema_IsUniqueKey get_IAppHostPropertySchema_IsCombinedKey;
        9: get_IAppHostPropertySchema_IsExpanded get_IAppHostPropertySchema_ValidationType;
        11: get_IAppHostPropertySchema_ValidationParameter GetMetadata;
        13: get_IAppHostPropertySchema_IsCaseSensitive get_IAppHostPropertySchema_PossibleValues;
        15: get_IAppHostPropertySchema_DoesAllowInfinite get_IAppHostPropertySchema_IsEncrypted;
        17: get_IAppHostPropertySchema_TimeSpanFormat;
    }
    "481e06cf-ab04-4498-8ffe-124a0a34296d" "IWRMCalendar" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke GetCalendarInfo CreateCalendar ModifyCalendar;
        10: DeleteCalendar RenameCalendar ComputeEvents GetScheduleInfo CreateSchedule ModifySchedule;
        16: DeleteSchedule RenameSchedule MoveBeforeCalendar MoveAfterCalendar GetServerTimeZone;
    }
    "4dfa1df3-8900-4bc7-bbb5-d1a458c52410" "IAppHostConfigException" {
        3: get_IAppHostConfigException_LineNumber get_IAppHostConfigException_FileName;
        5: get_IAppHostConfigException_ConfigPath get_IAppHostConfigException_ErrorLine;
        7: get_IAppHostConfigException_PreErrorLine get_IAppHostConfigException_PostErrorLine;
        9: get_IAppHostConfigException_ErrorString;
    }
    "4f7ca01c-a9e5-45b6-b142-2332a1339c1d" "IWRMAccounting" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke CreateAccountingDb GetAccountingMetadata;
        9: ExecuteAccountingQuery GetRawAccountingData GetNextAccountingDataBatch DeleteAccountingData;
        13: DefragmentDB CancelAccountingQuery RegisterAccountingClient DumpAccountingData;
        17: GetAccountingClients SetAccountingClientStatus CheckAccountingConnection SetClientPermissions;
    }
    "59602eb6-57b0-4fd8-aa4b-ebf06971fe15" "IWRMPolicy" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke GetPolicyInfo CreatePolicy ModifyPolicy;
        10: DeletePolicy RenameAllocationPolicy MoveBefore MoveAfter SetCalDefaultPolicyName;
        15: GetCalDefaultPolicyName GetProcessList GetCurrentPolicy SetCurrentPolicy;
        19: GetCurrentStateAndActivePolicyName GetConditionalPolicy SetConditionalPolicy;
    }
    "5b5a68e6-8b9f-45e1-8199-a95ffccdffff" "IAppHostConstantValueCollection" {
        3: get_IAppHostConstantValueCollection_Count get_IAppHostConstantValueCollection_Item;
    }
    "64ff8ccc-b287-4dae-b08a-a72cbf45f453" "IAppHostElement" {
        3: get_IAppHostElement_Name get_IAppHostElement_Collection get_IAppHostElement_Properties;
        6: get_IAppHostElement_ChildElements GetMetadata SetMetadata get_IAppHostElement_Schema;
        10: GetElementByName GetPropertyByName Clear get_IAppHostElement_Methods;
    }
    "70b51430-b6ca-11d0-b9b9-00a0c922e750" "IMSAdminBaseW" {
        3: AddKey DeleteKey DeleteChildKeys EnumKeys CopyKey RenameKey R_SetData R_GetData DeleteData;
        12: R_EnumData R_GetAllData DeleteAllData CopyData GetDataPaths OpenKey CloseKey ChangePermissions;
        20: SaveData GetHandleInfo GetSystemChangeNumber GetDataSetNumber SetLastChangeTime GetLastChangeTime;
        26: R_KeyExchangePhase1 R_KeyExchangePhase2 Backup Restore EnumBackups DeleteBackup;
        32: UnmarshalInterface R_GetServerGuid;
    }
    "7883ca1c-1112-4447-84c3-52fbeb38069d" "IAppHostMethod" {
        3: get_IAppHostMethod_Name get_IAppHostMethod_Schema CreateInstance;
    }
    "7c4e1804-e342-483d-a43e-a850cfcc8d18" "IIISApplicationAdmin" {
        3: CreateApplication DeleteApplication CreateApplicationPool DeleteApplicationPool;
        7: EnumerateApplicationsInPool RecycleApplicationPool GetProcessMode;
    }
    "8298d101-f992-43b7-8eca-5052d885b995" "IMSAdminBase2W" {
        3: AddKey DeleteKey DeleteChildKeys EnumKeys CopyKey RenameKey R_SetData R_GetData DeleteData;
        12: R_EnumData R_GetAllData DeleteAllData CopyData GetDataPaths OpenKey CloseKey ChangePermissions;
        20: SaveData GetHandleInfo GetSystemChangeNumber GetDataSetNumber SetLastChangeTime GetLastChangeTime;
        26: R_KeyExchangePhase1 R_KeyExchangePhase2 Backup Restore EnumBackups DeleteBackup;
        32: UnmarshalInterface R_GetServerGuid BackupWithPasswd RestoreWithPasswd Export Import;
        38: RestoreHistory EnumHistory;
    }
    "832a32f7-b3ea-4b8c-b260-9a2923001184" "IAppHostConfigLocationCollection" {
        3: get_IAppHostConfigLocationCollection_Count get_IAppHostConfigLocationCollection_Item AddLocation;
        6: DeleteLocation;
    }
    "8bed2c68-a5fb-4b28-8581-a0dc5267419f" "IAppHostPropertySchemaCollection" {
        3: get_IAppHostPropertySchemaCollection_Count get_IAppHostPropertySchemaCollection_Item;
    }
    "8f6d760f-f0cb-4d69-b5f6-848b33e9bdc6" "IAppHostConfigManager" {
        3: GetConfigFile GetUniqueConfigPath;
    }
    "943991a5-b3fe-41fa-9696-7f7b656ee34b" "IWRMMachineGroup" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke CreateMachineGroup GetMachineGroupInfo;
        9: ModifyMachineGroup DeleteMachineGroup RenameMachineGroup AddMachine GetMachineInfo;
        14: ModifyMachineInfo DeleteMachine;
    }
    "9be77978-73ed-4a9a-87fd-13f09fec1b13" "IAppHostAdminManager" {
        3: GetAdminSection GetMetadata SetMetadata get_IAppHostAdminManager_ConfigManager;
    }
    "ada4e6fb-e025-401e-a5d0-c3134a281f07" "IAppHostConfigFile" {
        3: get_IAppHostConfigFile_ConfigPath get_IAppHostConfigFile_FilePath get_IAppHostConfigFile_Locations;
        6: GetAdminSection GetMetadata SetMetadata ClearInvalidSections;
        10: get_IAppHostConfigFile_RootSectionGroup;
    }
    "b7d381ee-8860-47a1-8af4-1f33b2b1f325" "IAppHostSectionDefinitionCollection" {
        3: get_IAppHostSectionDefinitionCollection_Count get_IAppHostSectionDefinitionCollection_Item;
        5: AddSection DeleteSection;
    }
    "b80f3c42-60e0-4ae0-9007-f52852d3dbed" "IAppHostMethodInstance" {
        3: get_IAppHostMethodInstance_Input get_IAppHostMethodInstance_Output Execute GetMetadata SetMetadata;
    }
    "bc681469-9dd9-4bf4-9b3d-709f69efe431" "IWRMResourceGroup" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke GetResourceGroupInfo ModifyResourceGroup;
        9: CreateResourceGroup DeleteResourceGroup RenameResourceGroup;
    }
    "bd0c73bc-805b-4043-9c30-9a28d64dd7d2" "IIISCertObj" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke;
        10: put_IIISCertObj_InstanceName;
        12: IsInstalledRemote;
        14: IsExportableRemote;
        16: GetCertInfoRemote;
        22: ImportFromBlob ImportFromBlobGetHash;
        25: ExportToBlob;
    }
    "c5c04795-321c-4014-8fd6-d44658799393" "IAppHostSectionDefinition" {
        3: get_IAppHostSectionDefinition_Name get_IAppHostSectionDefinition_Type;
        5: put_IAppHostSectionDefinition_Type get_IAppHostSectionDefinition_OverrideModeDefault;
        7: put_IAppHostSectionDefinition_OverrideModeDefault get_IAppHostSectionDefinition_AllowDefinition;
        9: put_IAppHostSectionDefinition_AllowDefinition get_IAppHostSectionDefinition_AllowLocation;
        11: put_IAppHostSectionDefinition_AllowLocation;
    }
    "c5cebee2-9df5-4cdd-a08c-c2471bc144b4" "IResourceManager" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke RetrieveEventList GetSystemAffinity;
        9: ImportXMLFiles ExportXMLFiles RestoreXMLFiles GetDependencies GetServiceList GetIISAppPoolNames;
        15: GetServerName GetCurrentMemory;
    }
    "c8550bff-5281-4b1e-ac34-99b6fa38464d" "IAppHostElementCollection" {
        3: get_IAppHostElementCollection_Count get_IAppHostElementCollection_Item AddElement DeleteElement;
        7: Clear CreateNewElement get_IAppHostElementCollection_Schema;
    }
    "d6c7cd8f-bb8d-4f96-b591-d3a5f1320269" "IAppHostMethodCollection" {
        3: get_IAppHostMethodCollection_Count get_IAppHostMethodCollection_Item;
    }
    "de095db1-5368-4d11-81f6-efef619b7bcf" "IAppHostCollectionSchema" {
        3: get_IAppHostCollectionSchema_AddElementNames GetAddElementSchema;
        5: get_IAppHostCollectionSchema_RemoveElementSchema get_IAppHostCollectionSchema_ClearElementSchema;
        7: get_IAppHostCollectionSchema_IsMergeAppend GetMetadata;
        9: get_IAppHostCollectionSchema_DoesAllowDuplicates;
    }
    "e7927575-5cc3-403b-822e-328a6b904bee" "IAppHostPathMapper" {
        3: MapPath;
    }
    "e8fb8620-588f-11d2-9d61-00c04f79c5fe" "IIisServiceControl" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke Stop Start Reboot Status Kill;
    }
    "eafe4895-a929-41ea-b14d-613e23f62b71" "IAppHostPropertyException" {
        3: get_IAppHostConfigException_LineNumber get_IAppHostConfigException_FileName;
        5: get_IAppHostConfigException_ConfigPath get_IAppHostConfigException_ErrorLine;
        7: get_IAppHostConfigException_PreErrorLine get_IAppHostConfigException_PostErrorLine;
        9: get_IAppHostConfigException_ErrorString get_IAppHostPropertyException_InvalidValue;
        11: get_IAppHostPropertyException_ValidationFailureReason;
        12: get_IAppHostPropertyException_ValidationFailureParameters;
    }
    "ed35f7a1-5024-4e7b-a44d-07ddaf4b524d" "IAppHostProperty" {
        3: get_IAppHostProperty_Name get_IAppHostProperty_Value put_IAppHostProperty_Value Clear;
        7: get_IAppHostProperty_StringValue get_IAppHostProperty_Exception GetMetadata SetMetadata;
        11: get_IAppHostProperty_Schema;
    }
    "ef13d885-642c-4709-99ec-b89561c6bc69" "IAppHostElementSchema" {
        3: get_IAppHostElementSchema_Name get_IAppHostElementSchema_DoesAllowUnschematizedProperties;
        5: GetMetadata get_IAppHostElementSchema_CollectionSchema;
        7: get_IAppHostElementSchema_ChildElementSchemas get_IAppHostElementSchema_PropertySchemas;
        9: get_IAppHostElementSchema_IsCollectionDefault;
    }
    "f31931a9-832d-481c-9503-887a0e6a79f0" "IWRMProtocol" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke GetSupportedClient;
    }
    "f612954d-3b0b-4c56-9563-227b7be624b4" "IMSAdminBase3W" {
        3: AddKey DeleteKey DeleteChildKeys EnumKeys CopyKey RenameKey R_SetData R_GetData DeleteData;
        12: R_EnumData R_GetAllData DeleteAllData CopyData GetDataPaths OpenKey CloseKey ChangePermissions;
        20: SaveData GetHandleInfo GetSystemChangeNumber GetDataSetNumber SetLastChangeTime GetLastChangeTime;
        26: R_KeyExchangePhase1 R_KeyExchangePhase2 Backup Restore EnumBackups DeleteBackup;
        32: UnmarshalInterface R_GetServerGuid BackupWithPasswd RestoreWithPasswd Export Import;
        38: RestoreHistory EnumHistory GetChildPaths;
    }
    "fa7660f6-7b3f-4237-a8bf-ed0ad0dcbbd9" "IAppHostWritableAdminManager" {
        3: GetAdminSection GetMetadata SetMetadata get_IAppHostAdminManager_ConfigManager CommitChanges;
        8: get_IAppHostWritableAdminManager_CommitPath put_IAppHostWritableAdminManager_CommitPath;
    }
    "fc910418-55ca-45ef-b264-83d4ce7d30e0" "IWRMRemoteSessionMgmt" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke GetRemoteUserCategories SetRemoteUserCategories;
        9: RefreshRemoteSessionWeights;
    }
}
